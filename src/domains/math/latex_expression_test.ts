import assert from "node:assert/strict";
import fc from "fast-check";
import { parseLatexExpression } from "./latex_expression.ts";

const valueOf = (text: string, variables: Record<string, number> = {}) =>
  parseLatexExpression(text)?.(new Map(Object.entries(variables)));

Deno.test("numbers, signs and the order of operations are read as usual", () => {
  const expected: Record<string, number> = {
    "1+2*3": 7,
    "1-2-3": -4,
    "8/4/2": 1,
    "-2^2": -4,
    "(-2)^2": 4,
    "2^{10}": 1024,
    "2^10": 1024,
    "2^{-1}": 0.5,
    "2^-1": 0.5,
    "3\\cdot4\\times 5\\div 6": 10,
    ".5": 0.5,
    "50%": 0.5,
    "|3-5|": 2,
    "--1": 1,
  };
  for (const [text, value] of Object.entries(expected)) assert.equal(valueOf(text), value, text);
});

Deno.test("fractions, roots, functions and constants are read", () => {
  const expected: Record<string, number> = {
    "\\frac{1}{2}": 0.5,
    "\\frac{\\sqrt{16}}{8}": 0.5,
    "2\\frac{1}{3}": 7 / 3,
    "x\\frac{1}{2}": 2,
    "\\sqrt[3]{27}": 3,
    "\\sqrt{2}\\sqrt{2}": 2,
    "\\sin\\frac{\\pi}{2}": 1,
    "\\sin^2 x+\\cos^2 x": 1,
    "\\ln e^2": 2,
    "\\log 1000": 3,
    "\\left(\\frac{1}{2}\\right)^2": 0.25,
    "\\infty": Infinity,
  };
  for (const [text, value] of Object.entries(expected)) {
    const given = valueOf(text, { x: 4 })!;
    assert.ok(given === value || Math.abs(given - value) < 1e-12, `${text} is ${given}`);
  }
});

Deno.test("letters are variables, with indices and Greek ones, and multiply side by side", () => {
  assert.equal(valueOf("2xy", { x: 3, y: 5 }), 30);
  assert.equal(valueOf("a_1+a_{12}", { "a1": 1, "a{12}": 2 }), 3);
  assert.equal(valueOf("\\theta^2", { "\\theta": 3 }), 9);
  assert.equal(valueOf("x"), NaN);
});

Deno.test("what has no real value is not a number", () => {
  for (const text of ["\\sqrt{-1}", "\\ln(-1)", "0/0"]) assert.equal(valueOf(text), NaN, text);
});

Deno.test("anything else is no expression", () => {
  const others = [
    "",
    " ",
    "1+",
    "(1",
    "1)",
    "\\frac{1}",
    "\\foo",
    "x=1",
    "1,2",
    "\\sqrt",
    "²",
    "{}",
  ];
  for (const text of others) assert.equal(parseLatexExpression(text), undefined, text);
});

Deno.test("text that is too long or nested too deep is no expression", () => {
  for (const [open, close] of [["(", ")"], ["{", "}"], ["-", ""], ["\\sqrt", ""], ["1+", ""]]) {
    const text = open.repeat(100_000) + "1" + close.repeat(100_000);
    assert.equal(parseLatexExpression(text), undefined, open);
  }
});

/** An expression as LaTeX and its value. */
interface Written {
  readonly text: string;
  readonly value: number;
}

const { written } = fc.letrec<{ written: Written }>((tie) => {
  const pair = fc.tuple(tie("written"), tie("written"));
  return {
    written: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.nat(99).map((value) => ({ text: `${value}`, value })),
      pair.map(([a, b]) => ({ text: `(${a.text}+${b.text})`, value: a.value + b.value })),
      pair.map(([a, b]) => ({ text: `(${a.text} - ${b.text})`, value: a.value - b.value })),
      pair.map(([a, b]) => ({ text: `{${a.text}}\\cdot ${b.text}`, value: a.value * b.value })),
      pair.map(([a, b]) => ({
        text: `\\frac{${a.text}}{${b.text}+1000}`,
        value: a.value / (b.value + 1000),
      })),
      tie("written").map(({ text, value }) => ({ text: `|${text}|`, value: Math.abs(value) })),
      tie("written").map(({ text, value }) => ({ text: `(-(${text}))`, value: -value })),
    ),
  };
});

Deno.test("every expression of these parts has the value that it was written with", () => {
  fc.assert(fc.property(written, ({ text, value }) => {
    fc.pre(Number.isFinite(value));
    const given = valueOf(text);
    assert.ok(given !== undefined, text);
    assert.ok(given === value || Math.abs(given - value) <= 1e-9 * Math.abs(value), text);
  }));
});

Deno.test("no text makes the parser fail", () => {
  const parts = fc.constantFrom(
    ...["\\frac", "\\sqrt", "{", "}", "(", ")", "[", "]", "|", "^", "_", "-", "+", "*", "/", "%"],
    ...["1", "2.5", "x", "e", "\\pi", "\\sin", "\\left", " ", "!", "\\{"],
  );
  const texts = fc.oneof(fc.string(), fc.array(parts).map((parts) => parts.join("")));
  fc.assert(fc.property(texts, (text) => {
    const value = valueOf(text, { x: 2 });
    assert.ok(value === undefined || typeof value === "number");
  }));
});
