import assert from "node:assert/strict";
import { parseHumanEval, parseMbpp, parseSanitizedMbpp } from "./code_problems.ts";

const SANITIZED = {
  task_id: 2,
  prompt: "Write f.",
  code: "def f(): return math.pi",
  test_imports: ["import math"],
  test_list: ["assert f() > 3"],
};
const HUMAN_EVAL = {
  task_id: "HumanEval/0",
  prompt: "def f(x):\n",
  entry_point: "f",
  canonical_solution: "    return x\n",
  test: "def check(candidate):\n    assert candidate(1) == 1\n",
};

Deno.test("MBPP's set-up runs before its tests, which are shown", () => {
  const row = {
    task_id: 11,
    text: "Write f.",
    code: "def f(): return 1",
    test_setup_code: "one = f()",
    test_list: ["assert one == 1", "assert f() == 1"],
  };
  assert.deepEqual(parseMbpp(JSON.stringify(row)), [{
    id: "MBPP/11",
    prompt: "Write f.",
    reference: "def f(): return 1",
    tests: "one = f()\nassert one == 1\nassert f() == 1",
    shownTests: ["assert one == 1", "assert f() == 1"],
  }]);
});

Deno.test("sanitized MBPP's imports run before its tests and are not shown", () => {
  assert.deepEqual(parseSanitizedMbpp(JSON.stringify([SANITIZED])), [{
    id: "MBPP/2",
    prompt: "Write f.",
    reference: "def f(): return math.pi",
    tests: "import math\nassert f() > 3",
    shownTests: ["assert f() > 3"],
  }]);
});

Deno.test("HumanEval's tests check the function that is asked for", () => {
  assert.deepEqual(parseHumanEval(JSON.stringify(HUMAN_EVAL) + "\n"), [{
    id: "HumanEval/0",
    prompt: "def f(x):\n",
    reference: "    return x\n",
    tests: "def check(candidate):\n    assert candidate(1) == 1\n\ncheck(f)",
    shownTests: [],
    entryPoint: "f",
  }]);
});

Deno.test("a row that is no problem is refused with the data set's name and its number", () => {
  const broken = { ...HUMAN_EVAL, entry_point: 7 };
  assert.throws(
    () => parseHumanEval(`${JSON.stringify(HUMAN_EVAL)}\n${JSON.stringify(broken)}`),
    { name: "TypeError", message: /Cannot read HumanEval: row 2: .*entry_point/s },
  );
  assert.throws(
    () => parseSanitizedMbpp(JSON.stringify([{ ...SANITIZED, code: undefined }])),
    { name: "TypeError", message: /Cannot read sanitized MBPP: row 1: .*code/s },
  );
});
