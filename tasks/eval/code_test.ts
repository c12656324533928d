import assert from "node:assert/strict";
import { join } from "node:path";
import { readText } from "../../src/domains/datasets/mod.ts";
import { bubblewrapRuntime, startPythonSandbox } from "../../src/domains/sandbox/mod.ts";
import task from "./code.ts";
import {
  type Completion,
  readCodeProblems,
  readCompletions,
  scorePrograms,
} from "../../src/domains/code/score_code.ts";

const folder = Deno.env.get("PROSECO_DATA");

/** Every so many-th problem is run. */
const STRIDE = 20;

const problem = (id: string) => ({
  id,
  prompt: "",
  reference: "",
  tests: "assert answer == 42",
  shownTests: [],
});
const completion = (id: string, ...answers: string[]): Completion => ({ id, answers });

Deno.test("pass@k is averaged over problems, and every verdict is counted", async () => {
  await using sandbox = await startPythonSandbox({ memory: 128, timeout: 240_000 });
  const progress: number[] = [];
  const scores = await scorePrograms(
    [problem("MBPP/1"), problem("MBPP/2")],
    [
      completion("MBPP/1", "```python\nanswer = 42\n```", "answer = 41\n[DONE]\nnot Python"),
      completion("MBPP/2", "answer = 1 / 0", "answer ="),
    ],
    {
      dataset: "mbpp",
      k: [1, 2],
      run: (program) => sandbox.run(program),
      onProgress: (done) => progress.push(done),
    },
  );
  assert.deepEqual(scores.passAt, { 1: 0.25, 2: 0.5 });
  assert.deepEqual(scores.verdicts, {
    passed: 1,
    failed: 1,
    error: 1,
    timeout: 0,
    memory: 0,
    crashed: 0,
    syntax: 1,
  });
  assert.equal(scores.problems[1].programs[0].detail, "ZeroDivisionError: division by zero");
  assert.deepEqual(progress, [1, 2, 3, 4]);
});

Deno.test("completions that do not fit the problems are refused", async () => {
  const run = () => Promise.reject(new Error("nothing should run"));
  const score = (completions: Completion[], k = [1]) =>
    scorePrograms([problem("MBPP/1"), problem("MBPP/2")], completions, { dataset: "mbpp", k, run });
  await assert.rejects(score([completion("MBPP/3", "")]), {
    message: /"MBPP\/3".*no such problem/,
  });
  await assert.rejects(score([completion("MBPP/1", "")]), { message: /1 of 2 problems have no/ });
  await assert.rejects(
    score([completion("MBPP/1", ""), completion("MBPP/2", "")], [5]),
    { message: /pass@5.*"MBPP\/1" has 1/ },
  );
  await assert.rejects(
    score([completion("MBPP/1", ""), completion("MBPP/1", "")]),
    { message: /stand twice/ },
  );
  assert.throws(() => readCompletions('{"completions": [{"id": 1}]}'), { name: "TypeError" });
});

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
    await Deno.writeTextFile(inputs.completions, JSON.stringify({ model: "none", completions }));
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
      assert.equal(metrics.model, "none");
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
