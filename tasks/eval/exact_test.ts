import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readAnswerMetrics } from "../../src/artifacts/answer_metrics.ts";
import { type Problems, writeProblems } from "../../src/artifacts/problems.ts";
import exact from "./exact.ts";

const SUDOKU: Problems = {
  ...{ part: "test", name: "sudoku", judge: "exact" },
  problems: [0, 1].map((i) => ({
    ...{ id: `sudoku/test/${i}`, prompt: "1034001000000000", answer: "1234341221434321" },
  })),
};

async function run(settings: Record<string, unknown>, problems = SUDOKU) {
  const folder = await Deno.makeTempDir();
  try {
    const data = join(folder, "data"), completions = join(folder, "completions.json");
    const answered = ["1234341221434321", ""].map((answer, i) => ({
      ...{ id: `sudoku/test/${i}`, answers: [answer] },
    }));
    await writeProblems(data, problems);
    await Deno.writeTextFile(
      completions,
      JSON.stringify({ settings, nfe: 4, completions: answered }),
    );
    const outputs = { metrics: join(folder, "metrics.json") };
    await exact.run({
      params: exact.params.parse({ rule: "sudoku" }),
      ...{ inputs: { completions, problems: data }, outputs, scratch: folder },
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

Deno.test("eval/exact judges sudokus by their rules, and says what the answers cost", async () => {
  const { problems, ...rest } = await run({ part: "test", seed: 1, T: 3 });
  assertEquals(rest, {
    settings: {
      ...{ part: "test", seed: 1, T: 3, dataset: "sudoku", rule: "sudoku", partial: false },
      bootstrap: { draws: 2000, seed: 0 },
    },
    ...{ judge: "sudoku 1", nfe: 4, empty: 0.5, accuracy: 0.5, answered: 0.5, interval: [0, 1] },
  });
  assertEquals(problems.map(({ id }) => id), ["sudoku/test/0", "sudoku/test/1"]);
});

Deno.test("eval/exact scores no part without problems, and leaves those of other judges to them", async () => {
  await rejects(run({ part: "validation" }), /Cannot read problems ".*validation\.json"/);
  await rejects(run({ part: "train" }), /must be validation or test: got "train"/);
  await rejects(run({ part: "test" }, { ...SUDOKU, judge: "code" }), /judged by eval\/code$/);
});
