import assert from "node:assert/strict";
import {
  firstCodeBlock,
  humanEvalSolution,
  mbppSolution,
  truncateAtStops,
} from "./code_completion.ts";
import type { CodeProblem } from "./code_problems.ts";

const PROBLEM: CodeProblem = {
  id: "HumanEval/x",
  prompt:
    "import math\n\ndef helper(x):\n    return x\n\ndef area(r: float) -> float:\n    '''Area.'''\n",
  reference: "    return math.pi * r ** 2\n",
  tests: "check(area)",
  shownTests: [],
  entryPoint: "area",
};

Deno.test("the first stop word ends a text", () => {
  assert.equal(truncateAtStops("a\ndef b\nclass c", ["\nclass", "\ndef"]), "a");
  assert.equal(truncateAtStops("a", ["\ndef"]), "a");
});

Deno.test("the first code block counts, whatever its language and even if it is unfinished", () => {
  assert.equal(firstCodeBlock("Sure:\n```python\nx = 1\n```\n```\ny\n```"), "x = 1\n");
  assert.equal(firstCodeBlock("```\nx = '```'\n```"), "x = '```'\n");
  assert.equal(firstCodeBlock("```py\nx = 1\ny = 2"), "x = 1\ny = 2");
  assert.equal(firstCodeBlock("x = 1"), undefined);
});

Deno.test("an answer to MBPP stands between its marks, or in a code block", () => {
  assert.equal(mbppSolution("x = 1\n[DONE]\n\nYou are an expert"), "x = 1\n");
  assert.equal(mbppSolution("[BEGIN]\nx = 1\n[DONE]"), "\nx = 1\n");
  assert.equal(mbppSolution("```python\nx = 1\n```\n[DONE]"), "x = 1\n");
});

Deno.test("an answer to HumanEval may continue the prompt", () => {
  const answer = `${PROBLEM.reference}\n\nprint(area(1))\ndef other(): pass`;
  assert.equal(humanEvalSolution(PROBLEM, answer), `${PROBLEM.prompt}${PROBLEM.reference}\n`);
});

Deno.test("an answer to HumanEval may define the function again, with helpers of its own", () => {
  const code = "def square(x):\n    return x * x\n\ndef area(r):\n    return math.pi * square(r)\n";
  assert.equal(
    humanEvalSolution(PROBLEM, `Here it is:\n\`\`\`python\n${code}\`\`\`\nDone.`),
    `import math\n\ndef helper(x):\n    return x\n\n\n${code}`,
  );
});
