import assert from "node:assert/strict";
import { join } from "node:path";
import { accuracyOf, readAnswerMetrics } from "../../src/artifacts/answer_metrics.ts";
import { type Problems, writeProblems } from "../../src/artifacts/problems.ts";
import { readText } from "../../src/domains/datasets/mod.ts";
import { bubblewrapRuntime } from "../../src/domains/sandbox/mod.ts";
import task from "./code.ts";
import { type CodeDataset, readCodeProblems } from "../../src/domains/code/score_code.ts";

const folder = Deno.env.get("PROSECO_DATA");

/** Every so many-th problem is run. */
const STRIDE = 20;

/** Runs the task on the reference solution of every so many-th problem. */
async function scoreReferences(
  { dataset, path, split, isolation }: {
    readonly dataset: CodeDataset;
    readonly path: string;
    readonly split: "test" | "all";
    readonly isolation: string;
  },
) {
  const outputs = { metrics: await Deno.makeTempFile() };
  const inputs = { completions: await Deno.makeTempFile(), problems: undefined };
  try {
    const given = { dataset, split, isolation, partial: true, timeout: 240 };
    const params = task.params.parse(given);
    const problems = readCodeProblems(await readText(join(folder!, path)), { dataset, split });
    const completions = problems.filter((_, index) => index % STRIDE === 0)
      .map(({ id, reference }) => ({ id, answers: [reference] }));
    await Deno.writeTextFile(
      inputs.completions,
      JSON.stringify({ settings: { model: "none" }, completions }),
    );
    await task.run({
      params,
      inputs,
      outputs,
      scratch: "",
      cpus: 2,
      signal: new AbortController().signal,
      progress() {},
      log() {},
      record() {},
    });
    const metrics = JSON.parse(await Deno.readTextFile(outputs.metrics));
    return { metrics, problems: problems.length, completions: completions.length };
  } finally {
    for (const path of [outputs.metrics, inputs.completions]) await Deno.remove(path);
  }
}

const MBPP: Parameters<typeof scoreReferences>[0] = {
  dataset: "mbpp",
  path: "mbpp/mbpp.jsonl",
  split: "test",
  isolation: "shared",
};

Deno.test({
  name: "a sample of the reference solutions passes through the task (needs PROSECO_DATA)",
  ignore: folder === undefined,
  async fn() {
    const path = "mbpp/sanitized-mbpp.json";
    for (
      const [total, dataset] of [
        [500, MBPP],
        [427, { ...MBPP, dataset: "mbpp-sanitized", path, split: "all" }],
        [164, { ...MBPP, dataset: "humaneval", path: "humaneval/HumanEval.jsonl.gz" }],
      ] as const
    ) {
      const { metrics, problems, completions } = await scoreReferences(dataset);
      assert.equal(problems, total);
      assert.equal(metrics.settings.model, "none");
      assert.deepEqual(metrics.passAt, { 1: 1 }, JSON.stringify(metrics.problems));
      assert.equal(metrics.verdicts.passed, completions);
      assert.match(metrics.python, /^pyodide \d/);
      assert.match(metrics.judge, /^(mbpp|humaneval) extraction \d$/);
      assert.deepEqual([metrics.interval, metrics.empty], [[1, 1], 0]);
    }
  },
});

Deno.test({
  name: "the system's own Python scores where bubblewrap is installed (needs PROSECO_DATA)",
  ignore: folder === undefined,
  async fn() {
    const scoring = scoreReferences({ ...MBPP, isolation: "bubblewrap" });
    if (await bubblewrapRuntime() === undefined) {
      await assert.rejects(scoring, { message: /bubblewrap is not installed.*isolation: fresh/ });
      return;
    }
    const { metrics } = await scoring;
    assert.deepEqual(metrics.passAt, { 1: 1 }, JSON.stringify(metrics.problems));
    assert.match(metrics.python, /^Python 3.* in bubblewrap$/);
  },
});

/** Runs the task on a folder of completions for two problems of one's own. */
async function scoreOwn(cells: Record<string, unknown>, given: Record<string, unknown> = {}) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, "cells"));
    for (const [name, content] of Object.entries(cells)) {
      await Deno.writeTextFile(join(folder, "cells", name), JSON.stringify(content));
    }
    const recorded: Record<string, unknown> = {};
    await writeProblems(join(folder, "data"), OWN);
    await task.run({
      params: task.params.parse({ isolation: "shared", timeout: 240, ...given }),
      inputs: { completions: join(folder, "cells"), problems: join(folder, "data") },
      outputs: { metrics: join(folder, "metrics") },
      scratch: "",
      cpus: 1,
      signal: new AbortController().signal,
      progress() {},
      log() {},
      record: (facts) => Object.assign(recorded, facts),
    });
    const metrics = Object.keys(cells).map((name) =>
      readAnswerMetrics(join(folder, "metrics", name))
    );
    return { metrics: await Promise.all(metrics), recorded };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const OWN: Problems = {
  ...{ part: "validation", name: "functions", judge: "code" },
  problems: ["f", "g"].map((name, i) => ({
    id: `functions/validation/${i}`,
    prompt: `Write ${name}.`,
    answer: `def ${name}(x): return x + one`,
    ...{ tests: [`assert ${name}(1) == 2`], setup: "one = 1" },
  })),
};
const [RIGHT, WRONG] = ["def f(x): return x + one", "def f(x): return x"];
const SETTINGS = { part: "validation", seed: 4, T: 5, count: 2 };

Deno.test("problems of one's own are scored with what their answers cost, a file for each setting", async () => {
  const completions = (f: string, g: string) =>
    [f, g].map((answer, i) => ({ id: `functions/validation/${i}`, answers: [answer, " "] }));
  const { metrics: [low, high], recorded } = await scoreOwn({
    "T=5.json": {
      ...{ settings: SETTINGS, nfe: 6, evaluations: 5.5, unfinished: 0.25 },
      completions: completions(WRONG!, "def g(x): return x + one"),
    },
    "T=9.json": { settings: SETTINGS, completions: completions(RIGHT!, "def g(x): return 2") },
  });
  assert.deepEqual(
    accuracyOf(low!).problems,
    new Map([
      ["functions/validation/0", 0],
      ["functions/validation/1", 0.5],
    ]),
  );
  assert.deepEqual([accuracyOf(low!).mean, accuracyOf(high!).mean], [0.25, 0.5]);
  const { settings, judge, nfe, evaluations, empty, unfinished } = low!;
  assert.deepEqual({ judge, nfe, evaluations, empty, unfinished }, {
    ...{ judge: "mbpp extraction 1", nfe: 6, evaluations: 5.5, empty: 0.5, unfinished: 0.25 },
  });
  const { dataset, part, T, count, k } = settings;
  assert.deepEqual({ dataset, part, T, count, k }, {
    ...{ dataset: "functions", part: "validation", T: 5, count: 2, k: [1] },
  });
  assert.deepEqual([recorded.passAt, recorded.settings], [{ 1: 0.375 }, 2]);
});

Deno.test("answers to what a network was trained on are not scored", async () => {
  const completions = [{ id: "functions/train/0", answers: [RIGHT] }];
  for (
    const [part, message] of [
      ["train", /the part of the problems .* must be validation or test: got "train"/],
      [undefined, /got none/],
      ["validation", /"functions\/train\/0": functions has no such problem/],
    ] as const
  ) {
    const cells = { "a.json": { settings: { ...SETTINGS, part }, completions } };
    await assert.rejects(scoreOwn(cells), { message });
  }
});

Deno.test("problems come from one place alone", async () => {
  const cells = { "a.json": { settings: SETTINGS, completions: [{ id: "a", answers: [RIGHT] }] } };
  await assert.rejects(scoreOwn(cells, { dataset: "mbpp" }), {
    ...{ name: "UserError", message: /either .*"dataset" or the input "problems", not both/ },
  });
});
