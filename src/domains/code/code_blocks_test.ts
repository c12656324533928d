import assert from "node:assert/strict";
import { codeBlocks, dedent, indentedBlocks, isProse, withoutProse } from "./code_blocks.ts";

const codes = (text: string) => codeBlocks(text).map(({ code }) => code);

Deno.test("fenced blocks are found whatever their language and even if unfinished", () => {
  assert.deepEqual(codes("Sure:\n```python\nx = 1\n```\n```\ny\n```"), ["x = 1\n", "y\n"]);
  assert.deepEqual(codes("```\nx = '```'\n```"), ["x = '```'\n"]);
  assert.deepEqual(codes("```py\nx = 1\ny = 2"), ["x = 1\ny = 2"]);
  assert.deepEqual(codes("```\n```"), [""]);
  assert.deepEqual(codes("x = 1 # `y`"), []);
});

Deno.test("a block ends with a fence of its own kind and length", () => {
  assert.deepEqual(codes("~~~\n```\n~~~"), ["```\n"]);
  assert.deepEqual(codes("````\n```\n````\n"), ["```\n"]);
  assert.deepEqual(codes("```\nx\n````\ny"), ["x\n"]);
});

Deno.test("a block tells where it begins and what its fence says", () => {
  const [block] = codeBlocks("Sure:\n  ```python title\n  x\n  ```");
  assert.deepEqual(block, { code: "x\n", language: "python title", start: 6 });
});

Deno.test("a string that never ends does not hide the blocks after it", () => {
  assert.deepEqual(codes("```\n'''\n```\ntext\n```\ny\n```"), ["'''\n", "y\n"]);
});

Deno.test("shared indentation is taken off, and no more", () => {
  assert.equal(dedent("  a\n\n    b\n"), "a\n\n  b\n");
  assert.equal(dedent("\ta\n  b"), "\ta\n  b");
});

Deno.test("sentences, headings and items are told from Python", () => {
  const prose = ["Here it is", "Note: it", "**Why**", "1. First", "- One", "Done."];
  const python = [
    "X = 1",
    "class A:",
    "Point(1, 2)",
    "# A comment",
    "x",
    "if X:",
    "A.b()",
    "-x",
    "",
  ];
  assert.deepEqual(prose.filter((line) => !isProse(line)), []);
  assert.deepEqual(python.filter(isProse), []);
});

Deno.test("a program is taken out of the sentences around it, those of its strings aside", () => {
  const code = 'def f():\n    """\nReturn the sum\n    """\n';
  assert.equal(withoutProse(`Here it is\n${code}That is all`), code);
  assert.equal(withoutProse(code), code);
});

Deno.test("indented blocks of Markdown are found", () => {
  assert.deepEqual(indentedBlocks("a\n\n    b\n\n      c\nd\n\te\n"), [
    "    b\n\n      c\n",
    "\te\n",
  ]);
});
