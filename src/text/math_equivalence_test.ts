import assert from "node:assert/strict";
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
