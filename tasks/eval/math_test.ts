import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { join } from "node:path";
import { accuracyOf, readAnswerMetrics } from "../../src/artifacts/answer_metrics.ts";
import { type Problems, writeProblems } from "../../src/artifacts/problems.ts";
import math from "./math.ts";

async function run(
  completions: unknown,
  given: Record<string, unknown>,
  problems?: Problems,
) {
  const folder = await Deno.makeTempDir();
  try {
    const inputs = {
      completions: join(folder, "completions.json"),
      problems: problems && join(folder, "data"),
    };
    if (problems !== undefined) await writeProblems(inputs.problems!, problems);
    await Deno.writeTextFile(inputs.completions, JSON.stringify(completions));
    const outputs = { metrics: join(folder, "metrics.json") };
    await math.run({
      ...{ params: math.params.parse(given), inputs, outputs, scratch: folder },
      ...{ cpus: 1, signal: new AbortController().signal },
      progress() {},
      log() {},
      record() {},
    });
    return await readAnswerMetrics(outputs.metrics);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("eval/math writes what report/scores reads, settings apart", async () => {
  const completions = [{ id: "MATH/0", reference: "\\boxed{2}", answers: ["\\boxed{2}", "no"] }];
  const { problems, ...rest } = await run({ settings: { seed: 3, T: 8 }, completions }, {
    dataset: "math",
  });
  assertEquals(rest, {
    settings: {
      ...{ seed: 3, T: 8, dataset: "math", extract: "strict", partial: false, rule: "value" },
      bootstrap: { draws: 2000, seed: 0 },
    },
    ...{ judge: "math value 1", accuracy: 0.5, answered: 0.5, empty: 0, interval: [0.5, 0.5] },
  });
  assertEquals(problems.map(({ id }) => id), ["MATH/0"]);
});

const SUMS: Problems = {
  ...{ part: "test", name: "word-problems", judge: "math" },
  problems: [3, 5].map((sum, i) => ({
    ...{ id: `word-problems/test/${i}`, prompt: "How many?", answer: `1 + ${sum - 1} #### ${sum}` },
  })),
};
const COMPLETIONS = {
  settings: { part: "test", seed: 1 },
  completions: [
    { id: "word-problems/test/1", answers: ["1 + 4 = 5 ; #### 5"] },
    { id: "word-problems/test/0", answers: ["so 3"] },
  ],
};

Deno.test("eval/math reads word problems of one's own strictly or by their last number", async () => {
  const strict = await run(COMPLETIONS, {}, SUMS);
  assertEquals([strict.judge, accuracyOf(strict).mean], ["gsm8k strict 1", 0.5]);
  assertEquals([strict.settings.dataset, strict.settings.part], ["word-problems", "test"]);
  const flexible = await run(COMPLETIONS, { extract: "flexible" }, SUMS);
  assertEquals([flexible.judge, accuracyOf(flexible).mean], ["gsm8k flexible-extract 1", 1]);
});

Deno.test("eval/math takes answers without #### for those of MATH", async () => {
  const problems = [{ id: "a", prompt: "1/2?", answer: "\\boxed{\\frac{1}{2}}" }];
  const completions = [{ id: "a", answers: ["It is $\\boxed{0.5}$."] }];
  const settings = { part: "test" };
  const metrics = await run({ settings, completions }, {}, { ...SUMS, problems });
  assertEquals([metrics.judge, accuracyOf(metrics).mean], ["math value 1", 1]);
});

Deno.test("eval/math leaves problems of other judges to them", async () => {
  await rejects(run(COMPLETIONS, {}, { ...SUMS, judge: "exact" }), {
    message: 'Cannot score "word-problems" by eval/math: it is judged by eval/exact',
  });
  await rejects(
    run(COMPLETIONS, {}),
    /give either the parameter "dataset" or the input "problems"$/,
  );
});
