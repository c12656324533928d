import assert from "node:assert/strict";
import type { Completion } from "../../artifacts/completions.ts";
import { startPythonSandbox } from "../sandbox/mod.ts";
import { promptedCodeProblems, scorePrograms } from "./score_code.ts";

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
      name: "mbpp",
      k: [1, 2],
      run: (program) => sandbox.run(program),
      onProgress: (done) => progress.push(done),
    },
  );
  assert.deepEqual(scores.passAt, { 1: 0.25, 2: 0.5 });
  assert.deepEqual(scores.interval, [0, 0.5]);
  assert.deepEqual(scores.verdicts, {
    passed: 1,
    failed: 1,
    error: 1,
    timeout: 0,
    memory: 0,
    crashed: 0,
    syntax: 1,
  });
  assert.equal(scores.problems[1]?.programs[0]?.detail, "ZeroDivisionError: division by zero");
  assert.deepEqual(progress, [1, 2, 3, 4]);
});

Deno.test("completions that do not fit the problems are refused", async () => {
  const run = () => Promise.reject(new Error("nothing should run"));
  const score = (completions: Completion[], k = [1]) =>
    scorePrograms([problem("MBPP/1"), problem("MBPP/2")], completions, { name: "mbpp", k, run });
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
});

Deno.test("problems of a data set of one's own run their set-up before their tests", () => {
  const given = { id: "f/test/0", prompt: "Write f.", answer: "def f(): return 1" };
  const problems = (problem: object) =>
    promptedCodeProblems({
      ...{ part: "test", name: "f", judge: "code" },
      problems: [{ ...given, ...problem }],
    });
  assert.deepEqual(problems({ tests: ["assert f() == one"], setup: "one = 1" }), [{
    ...{ id: "f/test/0", prompt: "Write f.", reference: "def f(): return 1" },
    ...{ tests: "one = 1\nassert f() == one", shownTests: ["assert f() == one"] },
  }]);
  assert.throws(() => problems({}), { message: /Cannot score f: "f\/test\/0" has no tests/ });
});
