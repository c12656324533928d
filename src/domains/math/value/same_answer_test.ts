import assert from "node:assert/strict";
import fc from "fast-check";
import { sameMathAnswer } from "./same_answer.ts";

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
  ["\\frac{a+b}{2}", "\\frac12(a+b)"],
  [
    "x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}",
    "\\frac{-b+\\sqrt{b^2-4ac}}{2a},\\frac{-b-\\sqrt{b^2-4ac}}{2a}",
  ],
  ["2^{3x}", "8^x"],
  ["\\log_{10} 100", "2"],
  ["\\ln e^2", "2"],
  ["\\frac{7}{2}", "3.5"],
  ["3\\frac12", "3.5"],
  ["\\sqrt{50}", "5\\sqrt{2}"],
  ["(−3, 4)", "(-3,4)"],
  ["−5", "-5"],
  ["x ≥ 3", "[3,\\infty)"],
  ["x≤5", "x\\leq 5"],
  ["½", "0.5"],
  ["\\text{Tuesday}", "Tuesday"],
  ["\\text{Tuesday}", "tuesday"],
  ["\\$18.90", "18.9"],
  ["\\$1,200", "1200"],
  ["18.90\\text{ dollars}", "\\$18.90"],
  ["12\\text{ hours}", "12"],
  ["30^{\\circ}", "30"],
  ["45\\degree", "45^\\circ"],
  ["\\frac{\\pi}{4}\\text{ radians}", "\\frac{\\pi}{4}"],
  ["\\{x\\mid x>2\\}", "\\{ x \\mid x > 2 \\}"],
  ["(2,\\infty)", "x>2"],
  ["x<-1 \\text{ or } x>1", "(-\\infty,-1)\\cup(1,\\infty)"],
  ["-1<x<1", "(-1,1)"],
  ["x\\in(-1,1)", "-1<x<1"],
  ["\\left(-\\infty,\\frac12\\right]", "x\\le\\frac12"],
  ["1, 2, 3", "3, 2, 1"],
  ["1 and 2", "2 and 1"],
  ["1,2,\\text{ and }3", "1,2,3"],
  ["(1,2),(3,4)", "(3,4), (1,2)"],
  ["\\frac{1}{1+\\sqrt2}", "\\sqrt2-1"],
  ["x^3+3x^2+3x+1", "(x+1)^3"],
  ["y-1=2(x-3)", "y=2x-5"],
  ["3x+2y=6", "y=3-\\frac32x"],
  ["10!", "3628800"],
  ["\\binom{10}{3}", "120"],
  ["C", "\\text{C}"],
  ["\\text{C}", "(C)"],
  ["1.5\\times10^{-3}", "0.0015"],
  ["3.00", "3"],
  ["7\\frac{3}{4}\\text{ inches}", "7.75"],
  ["\\frac{3}{4}\\text{ cup}", "0.75"],
  ["16\\pi\\text{ square inches}", "16\\pi"],
  ["6\\sqrt{3}\\text{ cm}^2", "6\\sqrt3"],
  ["\\sqrt[4]{16}", "2"],
  ["|-3|", "3"],
  ["e^{\\ln 5}", "5"],
  ["\\cos\\frac{\\pi}{3}", "\\frac12"],
  ["\\sin 30^\\circ", "\\frac12"],
  ["i^2", "-1"],
  ["\\frac{2+3i}{1-i}", "-\\frac12+\\frac52i"],
  ["2+3i", "3i+2"],
  ["0.\\overline{12}", "\\frac{4}{33}"],
  ["1.2\\overline{3}", "\\frac{37}{30}"],
  [
    "\\begin{pmatrix}-1/3\\\\2/3\\end{pmatrix}",
    "\\begin{pmatrix}-\\frac13\\\\\\frac23\\end{pmatrix}",
  ],
  ["\\left\\{1,2,3\\right\\}", "\\{3,2,1\\}"],
  ["1:2", "1 : 2"],
  ["\\text{yes}", "Yes"],
  ["Yes", "\\text{yes.}"],
  ["5x+3", "3+5x"],
  ["-x+2", "2-x"],
  ["x(x+1)", "x^2+x"],
  ["\\frac{x}{y}", "x/y"],
  ["x^{-1}", "\\frac1x"],
  ["\\sqrt{x}", "x^{1/2}"],
  ["a_n=2n+1", "2n+1"],
  ["f(x)=x^2", "x^2"],
  ["f^{-1}(x)=x-1", "x-1"],
  ["P(A)=\\frac12", "0.5"],
  ["\\theta=\\frac{\\pi}{3}", "\\frac{\\pi}{3}"],
  ["x=2,y=3", "x=2, y=3"],
  ["x=2 \\text{ and } y=3", "x=2,y=3"],
  ["\\frac{10}{3}\\%", "\\frac{10}{3}"],
  ["33\\frac13\\%", "\\frac13"],
  ["\\text{8:00 a.m.}", "\\text{8:00 a.m.}"],
  ["4{:}30", "4:30"],
  ["7:30", "7:30"],
  ["\\infty", "+\\infty"],
  ["\\text{no solution}", "No solution"],
  ["\\emptyset", "\\{\\}"],
  ["2\\times 3", "6"],
  ["2\\cdot3^2", "18"],
  ["2*3", "6"],
  ["x*y", "xy"],
  ["(x-2)(x+2)", "(x+2)(x-2)"],
  ["n(n+1)/2", "\\frac{n(n+1)}{2}"],
  ["2\\sin\\theta\\cos\\theta", "\\sin2\\theta"],
  ["\\tan^2x+1", "\\sec^2x"],
  ["\\lceil 2.1\\rceil", "3"],
  ["12\\;\\text{cm}", "12 \\text{ cm}"],
  ["1000000", "1,000,000"],
  ["10^{6}", "1{,}000{,}000"],
  ["\\frac{9}{4}", "2\\frac{1}{4}"],
  ["-\\frac{9}{4}", "-2.25"],
  ["\\dfrac{-9}{4}", "-2\\frac14"],
  ["x=-1\\text{ or }x=3", "-1,3"],
  ["\\pm\\frac{\\sqrt{2}}{2}", "\\frac{\\sqrt2}{2},-\\frac{1}{\\sqrt2}"],
  ["3^{1/3}", "\\sqrt[3]{3}"],
  ["4\\pi r^2", "4r^2\\pi"],
  ["2(l+w)", "2l+2w"],
  ["{3}", "3"],
  ["\\mathbf{3}", "3"],
  ["\\textbf{3}", "3"],
  ["\\text{3}", "3"],
  ["\\mathrm{(A)}", "A"],
  ["\\textbf{(A)}", "A"],
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
  ["2", "3"],
  ["x^2", "x^3"],
  ["\\frac12", "\\frac13"],
  ["\\sqrt2", "1.41421356"],
  ["(1,2,3)", "(1,3,2)"],
  ["\\{1,2\\}", "\\{1,3\\}"],
  ["x>2", "x\\ge2"],
  ["y=2x", "y=3x"],
  ["x+1", "x+2"],
  ["\\text{Monday}", "\\text{Sunday}"],
  ["5\\text{ hours}", "5\\text{ minutes}"],
  ["(0,1)", "[0,1]"],
  ["1,2", "1,2,3"],
  ["\\sin x", "\\cos x"],
  ["\\infty", "1"],
  ["e", "2.71828"],
  ["\\pi", "\\frac{22}{7}"],
  ["10^{100}", "10^{101}"],
  ["2^{100}", "2^{100}-1"],
  ["100!", "100!+1"],
  ["\\frac{1}{100!}", "\\frac{1}{99!}"],
  ["x", "y"],
  ["ab", "ba c"],
  ["\\text{abc}", "\\text{acb}"],
  ["A", "B"],
  ["12", "1,2"],
  ["123", "1,2,3"],
  ["1.5", "15"],
  ["x^2=4", "x=2"],
  ["x=\\pm2", "x=2"],
  ["3:4", "4:3"],
  ["\\ln 2", "\\log 2"],
  ["\\sqrt[3]{2}", "\\sqrt{2}"],
  ["-5", "5"],
  ["i", "-i"],
  ["2i", "2"],
  ["50\\%", "5"],
  ["3\\text{ m}", "3\\text{ cm}"],
  ["1 \\text{ m}^2", "1\\text{ m}^3"],
  ["\\text{increasing}", "\\text{decreasing}"],
  ["\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}", "\\begin{pmatrix}0&1\\\\1&0\\end{pmatrix}"],
  ["x\\le 3", "x\\ge3"],
  ["\\mathbb{R}", "\\mathbb{Z}"],
  ["a>b", "b>a"],
  ["n", "n!"],
  ["\\frac{x+1}{2}", "x+\\frac12"],
  ["0", "\\emptyset"],
  ["", "5"],
  ["x", "1"],
  ["\\sqrt{x+y}", "\\sqrt{x}+\\sqrt{y}"],
  ["(a+b)^2", "a^2+b^2"],
  ["\\log(x+y)", "\\log x+\\log y"],
  ["1/3", "0.3333"],
  ["2/3", "0.67"],
  ["y=x^2", "y=x"],
  ["x+y=1", "x+y=2"],
  ["2x+2y=2", "x+y=2"],
  ["10 \\text{ km}", "10 \\text{ mi}"],
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

Deno.test("numbers too long to write down are compared without being written down", () => {
  const power = "(\\frac{1}{10^{50000}})^{200000}";
  const product = "10^{9000}".repeat(1) + "\\cdot 3^{9000}".repeat(11);
  for (
    const long of [
      power,
      product,
      "9^{9^{9^9}}",
      "(10^9)!",
      "\\binom{10^{11}}{4999}",
      "1^{10^{30}}",
    ]
  ) {
    assert.ok(sameMathAnswer(long, long), long);
    assert.ok(!sameMathAnswer(long, "12"), long);
  }
  assert.ok(sameMathAnswer("(-1)^{10^{30}+1}", "-1"));
  assert.ok(sameMathAnswer("1^{10^{30}}", "1"));
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
