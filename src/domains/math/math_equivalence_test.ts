import assert from "node:assert/strict";
import fc from "fast-check";
import { sameMathAnswer } from "./math_equivalence.ts";

const SAME: readonly (readonly [string, string])[] = [
  ["\\frac{1}{2}", "0.5"],
  ["\\frac12", "\\dfrac{1}{2}"],
  ["\\frac{\\sqrt{12}}{4}", "\\tfrac{\\sqrt3}{2}"],
  ["x = 5", "5"],
  ["$5$", "5"],
  ["1,234", "1234"],
  ["1{,}234{,}567", "1234567"],
  ["\\$32.50", "32.5"],
  ["50\\%", "50"],
  ["90^\\circ", "90"],
  ["12\\text{ cm}^2", "12"],
  ["15 \\text{ inches}", "15"],
  ["(x+1)^2", "x^2+2x+1"],
  ["2\\frac{1}{3}", "\\frac{7}{3}"],
  ["2\\pi r", "2r\\pi"],
  ["\\left( 3, \\frac{1}{2} \\right)", "(3,0.5)"],
  ["1,-2", "-2, 1"],
  ["1 \\text{ and } 2", "2,1"],
  ["\\{1,2\\}", "\\{2,1\\}"],
  ["[0,\\infty)", "[0, \\infty)"],
  ["-\\frac{3}{4}", "\\frac{-3}{4}"],
  ["\\text{(B)}", "(B)"],
  ["\\sqrt[3]{8}", "2"],
  ["10^{-2}", "0.01"],
  ["\\sin^2 x", "(\\sin x)^2"],
  ["2^{10}", "1024"],
  ["0.\\overline{3}", "\\frac13"],
  ["-1.2\\overline{34}", "-\\frac{1222}{990}"],
  ["a + b", "b+a"],
  ["an even number", "even number"],
  ["2516_8", "2516_{8}"],
  ["x^{2/3}", "\\sqrt[3]{x^2}"],
  ["\\begin{pmatrix} 1 \\\\ -2 \\end{pmatrix}", "\\begin{pmatrix}1\\\\-2\\end{pmatrix}"],
  [
    "\\begin{pmatrix} a & 1/2 \\\\ 0 & x \\end{pmatrix}",
    "\\begin{bmatrix}a&0.5\\\\0&x\\\\\\end{bmatrix}",
  ],
  ["1 \\pm \\sqrt{2}", "1-\\sqrt2, 1+\\sqrt2"],
  ["\\pm\\frac12", "0.5, -0.5"],
  ["(-\\infty, 1) \\cup (2, \\infty)", "(2,\\infty)\\cup(-\\infty,\\frac{2}{2})"],
  ["[0,1)\\cup\\{2\\}", "\\{2\\}\\cup[0,1)"],
  ["(x-1)(x+1)", "x^2-1"],
  ["5\\sqrt{13}\\text{ units}", "5\\sqrt{13}"],
  ["6 - 5i", "-5i+6"],
  ["3.0 \\times 10^{8}", "300000000"],
  ["\\mbox{even}", "\\text{even}"],
  ["y = 2x + 1", "2x+1"],
  ["20\\%", "20"],
  ["\\boxed{7}", "\\boxed{7}"],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ["\\frac{1}{2}", "\\frac{1}{3}"],
  ["(1,2)", "(2,1)"],
  ["(1,2)", "[1,2]"],
  ["x+1", "y+1"],
  ["1,234", "1,2,34"],
  ["(1,234)", "1234"],
  ["\\sqrt{2}", "1.414"],
  ["x^2", "2x"],
  ["", "0"],
  ["\\text{east}", "\\text{west}"],
  ["3,4", "3"],
  ["0", "0.0001"],
  ["0.\\overline{3}", "0.3"],
  ["|x|", "x"],
  ["|y|", "y"],
  ["|xy|", "xy"],
  ["\\sqrt{x^2}", "x"],
  ["a + b", "b"],
  ["10000000001", "10000000000"],
  ["\\begin{pmatrix}1&2\\end{pmatrix}", "\\begin{pmatrix}1\\\\2\\end{pmatrix}"],
  ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "\\begin{pmatrix}2\\\\1\\end{pmatrix}"],
  ["\\begin{vmatrix}1\\end{vmatrix}", "\\begin{pmatrix}1\\end{pmatrix}"],
  ["1\\pm\\sqrt2", "1+\\sqrt2"],
  ["(-\\infty,1)\\cup(2,\\infty)", "(-\\infty,1]\\cup(2,\\infty)"],
  ["(1,2)(3,4)", "(1,2,3,4)"],
  ["10_2", "10_3"],
];

Deno.test("answers that mean the same are the same", () => {
  for (const [a, b] of SAME) {
    assert.ok(sameMathAnswer(a, b), `${a} and ${b}`);
    assert.ok(sameMathAnswer(b, a), `${b} and ${a}`);
  }
});

Deno.test("answers that mean different things differ", () => {
  for (const [a, b] of DIFFERENT) assert.ok(!sameMathAnswer(a, b), `${a} and ${b}`);
});

const PIECES = fc.constantFrom(
  ...[
    "\\frac",
    "\\sqrt",
    "\\pm",
    "\\cup",
    "\\pi",
    "\\text",
    "\\left(",
    "\\right)",
    "\\begin{pmatrix}",
  ],
  ...[
    "\\end{pmatrix}",
    "\\\\",
    "&",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\\{",
    "\\}",
    ",",
    "=",
    "$",
    " ",
    ".",
  ],
  ...[
    "1",
    "2",
    "12",
    "1,234",
    "0.5",
    "x",
    "y",
    "+",
    "-",
    "^",
    "_",
    "|",
    "%",
    "\\overline{3}",
    "the ",
  ],
);
const ANSWERS = fc.oneof(fc.string(), fc.array(PIECES).map((pieces) => pieces.join("")));

Deno.test("every answer means what itself means, and two mean the same both ways", () => {
  fc.assert(fc.property(ANSWERS, ANSWERS, (a, b) => {
    assert.ok(sameMathAnswer(a, a));
    assert.equal(sameMathAnswer(a, b), sameMathAnswer(b, a));
  }));
});

Deno.test("numbers mean the same however they are written", () => {
  const integer = fc.integer({ min: -(10 ** 9), max: 10 ** 9 });
  fc.assert(fc.property(integer, fc.integer({ min: 1, max: 9999 }), (a, b) => {
    const fraction = `${a < 0 ? "-" : ""}\\frac{${Math.abs(a)}}{${b}}`;
    for (const same of [`${a}/${b}`, `\\dfrac{${a}}{${b}}`, `x = $\\frac{${2 * a}}{${2 * b}}$.`]) {
      assert.ok(sameMathAnswer(fraction, same), same);
    }
    assert.ok(sameMathAnswer(`${a}`, a.toLocaleString("en-US")));
    assert.ok(!sameMathAnswer(`${a}`, `${a + 1}`));
  }));
});

Deno.test("an answer without end neither fails nor takes long", () => {
  for (
    const piece of ["(", "((1,", "{", "\\{1,", "-", "1+", "\\frac", "1,", " ", "\\pm", "$ ", "a "]
  ) {
    const answer = piece.repeat(20_000);
    assert.ok(!sameMathAnswer(answer, "12"), piece);
    sameMathAnswer(answer, answer + "1");
  }
});
