import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { codeBlocks, dedent } from "./code_blocks.ts";
import { humanEvalSolution, mbppSolution, truncateAtStops } from "./code_completion.ts";
import { type CodeProblem, parseMbpp, parseSanitizedMbpp } from "./code_problems.ts";

const folder = Deno.env.get("PROSECO_DATA");

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
    assert.equal(codeBlocks(answer)[0]?.code, code);
    assert.equal(mbppSolution(answer), dedent(code));
    assert.equal(mbppSolution(`[BEGIN]\n${answer}\n[DONE]\n\`\`\`\nno\n\`\`\``), dedent(code));
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

const BODY = "    return math.pi * r ** 2\n";
const AGAIN = "def area(r):\n    return math.pi * r ** 2\n";
const INDENTED = "    def area(r):\n        return math.pi * r ** 2\n";
const HEAD = "import math\n\ndef helper(x):\n    return x\n\n";
const CONTINUED = PROBLEM.prompt + BODY;
const DEFINED = `${HEAD}\n${AGAIN}`;

/** What models write around the body of a function, or around the function itself. */
const HUMAN_EVAL_ANSWERS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "a body that a fence and talk follow": [
    [BODY + "```\n\nThis computes the area.", CONTINUED],
    [BODY + "```\n\nUsage:\n```python\nprint(area(1))\n```", CONTINUED],
    [BODY + "~~~\nDone.", CONTINUED],
  ],
  "a body and then the function again": [
    [`${BODY}\n\n${AGAIN}`, `${CONTINUED}\n`],
    [`${BODY}\nHere it is as a whole:\n\`\`\`python\n${AGAIN}\`\`\``, `${CONTINUED}\n`],
  ],
  "a body that defines a function of the same name inside": [
    [INDENTED + "    return area(r)\n", `${PROBLEM.prompt}${INDENTED}    return area(r)\n`],
  ],
  "the function again, which a fence and talk follow": [
    [AGAIN + "```\nThis computes the area.", DEFINED],
  ],
  "a function with imports from the future": [
    [
      "```python\nfrom __future__ import annotations\nimport cmath\n" + AGAIN + "```",
      `from __future__ import annotations\n${HEAD}\nimport cmath\n${AGAIN}`,
    ],
    [
      "from __future__ import (annotations,\n    division)\n" + AGAIN,
      `from __future__ import (annotations,\n    division)\n${HEAD}\n${AGAIN}`,
    ],
  ],
  "in fences of every kind": [
    ["~~~python\n" + AGAIN + "~~~\nDone.", DEFINED],
    ["````python\n" + AGAIN + "````\nDone.", DEFINED],
    ["```python\n" + AGAIN.trimEnd() + "```\nDone.", DEFINED],
    ["Sure:```python\n" + AGAIN + "```\nDone.", DEFINED],
    ["1. So:\n    ```python\n" + INDENTED + "    ```\nDone.", DEFINED],
    ["```python\n" + BODY + "```\nDone.", CONTINUED],
    ["```python\r\n" + AGAIN.replaceAll("\n", "\r\n") + "```", DEFINED],
  ],
  "a program with a fence in one of its strings": [
    [
      '```python\ndef area(r):\n    """\n```\n>>> area(1)\n```\n    """\n    return r\n```\nDone.',
      `${HEAD}\ndef area(r):\n    """\n\`\`\`\n>>> area(1)\n\`\`\`\n    """\n    return r\n`,
    ],
  ],
  "an indented block": [
    [`Here it is:\n\n${INDENTED}\nDone.`, DEFINED],
    ["```python\n" + INDENTED + "```", DEFINED],
    [`The rest of it:\n\n${BODY}\nDone.`, CONTINUED],
  ],
  "a function between sentences": [
    [`Here is the function.\n\n${AGAIN}\nIt uses the formula.`, `${DEFINED}\n`],
  ],
  "a usage block before the function": [
    ["Use it so:\n```python\nprint(area(1))\n```\nand\n```\n" + AGAIN + "```", DEFINED],
    ["```bash\npip install numpy\n```\n\n```python\n" + AGAIN + "```", DEFINED],
  ],
};

for (const [kind, answers] of Object.entries(HUMAN_EVAL_ANSWERS)) {
  Deno.test(`an answer to HumanEval may be ${kind}`, () => {
    for (const [answer, program] of answers) {
      assert.equal(humanEvalSolution(PROBLEM, answer), program);
    }
  });
}

Deno.test("the end marks of model families end an answer", () => {
  const marks = [
    ...["<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|end|>", "<|EOT|>", "<|mdm_mask|>", "</s>"],
    ...["<eos>", "<end_of_turn>", "<｜end▁of▁sentence｜>", "<|return|>", "<|END_OF_TURN_TOKEN|>"],
    ...["[EOS]", "<EOT>", "<eop>", "<|fim_pad|>", "[|endofturn|]", "<｜User｜>"],
  ];
  for (const mark of marks) {
    const glued = `    return r${mark}`, apart = `    return r\n${mark}\nuser\nThanks!`;
    assert.equal(humanEvalSolution(PROBLEM, glued), `${PROBLEM.prompt}    return r`);
    assert.equal(humanEvalSolution(PROBLEM, apart), `${PROBLEM.prompt}    return r\n`);
    assert.equal(mbppSolution(`x = 1\n${mark}`), "x = 1\n");
    assert.equal(mbppSolution(`x = 1${mark}${mark}`), "x = 1");
  }
  assert.equal(mbppSolution("<s>x = 1"), "x = 1");
  assert.equal(mbppSolution("<|im_start|>assistant\nx = 1"), "x = 1");
});

Deno.test("what looks like an end mark within a program stays", () => {
  const programs = [
    ...["x = '<s>' + y + '</s>'\n", 'x = "<|endoftext|>"\n', "x = a<s>b\n", "x = y[EOS] + 1\n"],
  ];
  for (const program of programs) assert.equal(mbppSolution(program), program);
});

Deno.test("an answer to MBPP may speak of its marks and have a fence between them", () => {
  const code = "def f(x):\n    return x\n";
  const answers = [
    `I put it between [BEGIN] and [DONE]:\n[BEGIN]\n${code}[DONE]`,
    `I put it between [BEGIN] and [DONE]\n[BEGIN]\n${code}[DONE]`,
    `[BEGIN] and [DONE] stand around it:\n\n[BEGIN]\n${code}[DONE]`,
    `**[BEGIN]**\n${code}**[DONE]**`,
    `[BEGIN] ${code.trimEnd()}[DONE]`,
    "`[BEGIN]`\n" + code + "`[DONE]`",
    "It ends with `[DONE]`, as asked.\n```python\n" + code + "```\n[DONE]",
    "[BEGIN]\n```python\n" + code + "```\n[DONE]\nThat is all. ```",
    "[BEGIN]\n```python\n" + code + "[DONE]\n```",
    "```python\n[BEGIN]\n" + code + "[DONE]\n```",
    `${code}[DONE]\n\nYou are an expert\n[BEGIN]\ndef g(): pass\n[DONE]`,
    code + "```\nThis returns its argument.",
    "Here it is:\n\n    def f(x):\n        return x\n\nDone.",
    "Use it so:\n```python\nf(1)\n```\nDefine it so:\n```python\n" + code + "```",
  ];
  for (const answer of answers) assert.equal(mbppSolution(answer).trim(), code.trim(), answer);
});

Deno.test("the block of an MBPP answer counts that defines what the tests call", () => {
  const problem = { ...PROBLEM, shownTests: ["assert area(1) == 3"] };
  const answer =
    "```\ndef helper(x): pass\n```\n```\ndef area(r): return 3\n```\n```\narea(1)\n```";
  assert.equal(mbppSolution(answer, problem), "def area(r): return 3\n");
  assert.equal(mbppSolution(answer), "def helper(x): pass\n");
});

Deno.test("an answer of many equal lines is read to its end", () => {
  const lines = [
    ...["\n", "```\n", "    ```\n", "'''\n```\n", "x```\n", "    x\n", "[BEGIN]", "<s>", " "],
    ...[
      "A b\n",
      "~~~",
      "`",
      "'",
      "<|",
      "def f(",
      "from __future__ import (",
      "x <|end|",
      "'<|end|>",
    ],
  ];
  for (const line of lines) {
    const answer = line.repeat(50_000);
    assert.ok(humanEvalSolution(PROBLEM, answer).startsWith(HEAD.trimEnd()));
    assert.ok(mbppSolution(answer).length <= answer.length + 1);
  }
});

Deno.test({
  name: "all reference solutions are found unchanged in answers (needs PROSECO_DATA)",
  ignore: folder === undefined,
  async fn() {
    const read = (path: string) => Deno.readTextFile(join(folder!, path));
    const problems = [
      ...parseMbpp(await read("mbpp/mbpp.jsonl")),
      ...parseSanitizedMbpp(await read("mbpp/sanitized-mbpp.json")),
    ];
    assert.equal(problems.length, 974 + 427);
    for (const problem of problems) {
      const code = problem.reference.replaceAll("\r\n", "\n").trim();
      const answers = [
        ...[code, `[BEGIN]\n${code}\n[DONE]`, "Here it is:\n```python\n" + code + "\n```\nDone."],
        ...["```\n" + code + "```\nDone.", code + "\n```\nThis solves it."],
      ];
      for (const answer of answers) {
        assert.equal(mbppSolution(answer, problem).trim(), code, problem.id);
      }
    }
  },
});
