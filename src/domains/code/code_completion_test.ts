import assert from "node:assert/strict";
import fc from "fast-check";
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

/** Python as models write it: lines of which some look like what ends an answer, but not quite. */
const CODE = fc.array(fc.constantFrom(
  ...["x = 1", "def f(x):", "    return x", "", "# [BEGIN", "s = '```'", "    if x:", "é = '\\n'"],
)).map((lines) => lines.map((line) => line + "\n").join(""));
const TALK = fc.array(fc.constantFrom("Sure:", "", "Here is `x`.", "  def", "###"))
  .map((lines) => lines.map((line) => line + "\n").join(""));

Deno.test("code in a block is found unchanged, whatever is said around it", () => {
  const languages = fc.constantFrom("", "python", "py", " Python 3");
  fc.assert(fc.property(TALK, languages, CODE, TALK, (before, language, code, after) => {
    const answer = `${before}\`\`\`${language}\n${code}\`\`\`\n${after}`;
    assert.equal(firstCodeBlock(answer), code);
    assert.equal(mbppSolution(answer), code);
    assert.equal(mbppSolution(`[BEGIN]\n${answer}\n[DONE]\n\`\`\`\nno\n\`\`\``), code);
  }));
});

Deno.test("code between its marks is found unchanged", () => {
  fc.assert(fc.property(CODE, TALK, (code, after) => {
    assert.equal(mbppSolution(`${code}[DONE]${after}[DONE]`), code);
    assert.equal(mbppSolution(`[BEGIN]\n${code}[DONE]\n${after}`), `\n${code}`);
  }));
});

Deno.test("no text makes the extraction fail or brings a stop word back", () => {
  const pieces = fc.constantFrom(
    ...[
      "```",
      "```python",
      "\n",
      "[BEGIN]",
      "[DONE]",
      "def area(r):",
      "    return 1",
      "class A:",
      " ",
    ],
    ...["print(1)", "#", "if True:", "`", "area"],
  );
  const texts = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(pieces).map((all) => all.join("")),
  );
  fc.assert(fc.property(texts, (text) => {
    assert.ok(!mbppSolution(text).includes("[DONE]"));
    const program = humanEvalSolution(PROBLEM, text);
    const head = PROBLEM.prompt.slice(0, PROBLEM.prompt.indexOf("def area"));
    assert.ok(program.startsWith(head));
  }));
});
