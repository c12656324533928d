import assert from "node:assert/strict";
import { join } from "node:path";
import { readText } from "../../src/domains/datasets/mod.ts";
import { bubblewrapRuntime } from "../../src/domains/sandbox/mod.ts";
import task from "./code.ts";
import { readCodeProblems } from "../../src/domains/code/score_code.ts";

const folder = Deno.env.get("PROSECO_DATA");

/** Every so many-th problem is run. */
const STRIDE = 20;

/** Runs the task on the reference solution of every so many-th problem. */
async function scoreReferences(
  { dataset, path, split, isolation }: Record<"dataset" | "path" | "split" | "isolation", string>,
) {
  const outputs = { metrics: await Deno.makeTempFile() };
  const inputs = { completions: await Deno.makeTempFile() };
  try {
    const given = { dataset, split, isolation, partial: true, timeout: 240 };
    const params = task.params.parse(given);
    const problems = readCodeProblems(await readText(join(folder!, path)), params);
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

const MBPP = { dataset: "mbpp", path: "mbpp/mbpp.jsonl", split: "test", isolation: "shared" };

Deno.test({
  name: "a sample of the reference solutions passes through the task (needs PROSECO_DATA)",
  ignore: folder === undefined,
  async fn() {
    const path = "mbpp/sanitized-mbpp.json", split = "all";
    for (
      const [total, dataset] of [
        [500, MBPP],
        [427, { ...MBPP, dataset: "mbpp-sanitized", path, split }],
        [164, { ...MBPP, dataset: "humaneval", path: "humaneval/HumanEval.jsonl.gz" }],
      ] as const
    ) {
      const { metrics, problems, completions } = await scoreReferences(dataset);
      assert.equal(problems, total);
      assert.equal(metrics.settings.model, "none");
      assert.deepEqual(metrics.passAt, { 1: 1 }, JSON.stringify(metrics.problems));
      assert.equal(metrics.verdicts.passed, completions);
      assert.match(metrics.python, /^pyodide \d/);
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
