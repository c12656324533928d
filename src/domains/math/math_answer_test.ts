import assert from "node:assert/strict";
import fc from "fast-check";
import { lastBoxed, mathAnswer } from "./math_answer.ts";

Deno.test("the last box counts, with all its braces", () => {
  assert.equal(lastBoxed("\\boxed{1} then \\boxed{\\frac{1}{\\sqrt{2}}}."), "\\frac{1}{\\sqrt{2}}");
  assert.equal(lastBoxed("\\boxed 7 is it"), "7");
  assert.equal(lastBoxed("\\fbox{x}"), "x");
  assert.equal(lastBoxed("\\boxed{\\{1,2\\}}"), "\\{1,2\\}");
});

Deno.test("an unfinished box does not count", () => {
  assert.equal(lastBoxed("\\boxed{1} and \\boxed{\\frac{1}{2}"), "1");
  assert.equal(lastBoxed("no box"), undefined);
});

Deno.test("Minerva's closing sentence goes before a box", () => {
  const text =
    "So \\boxed{3}.\nFinal Answer: The final answer is $\\frac{1}{2}$. I hope it is correct.";
  assert.equal(mathAnswer(text), "\\frac{1}{2}");
  assert.equal(mathAnswer("The final answer is 3.5."), "3.5");
  assert.equal(mathAnswer("The final answer is $\\boxed{4}$."), "4");
  assert.equal(mathAnswer("nothing"), undefined);
});

/** Text with balanced braces. */
const { balanced } = fc.letrec<{ balanced: string }>((tie) => ({
  balanced: fc.array(
    fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("x", "\\frac", "\\{", "\\}", "+", "12", " "),
      tie("balanced").map((inside) => `{${inside}}`),
    ),
    { maxLength: 4 },
  ).map((parts) => parts.join("")),
}));

Deno.test("whatever stands in the last box is read, whatever stands around it", () => {
  const before = fc.array(
    fc.constantFrom("\\boxed{1}", "so ", "{", "}", "\\", "$", "\n", "\\boxed"),
  )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(before, balanced.filter((inside) => inside.trim() !== ""), (text, inside) => {
      assert.equal(lastBoxed(`${text} \\boxed{${inside}}`), inside);
      assert.equal(mathAnswer(`${text} \\boxed{${inside}} $ and so on.`), inside);
    }),
  );
});

Deno.test("no text makes the extraction fail", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    for (const start of ["", "\\boxed{", "The final answer is "]) {
      const answer = mathAnswer(start + text);
      assert.ok(answer === undefined || text.includes(answer) || start.includes(answer));
    }
  }));
});
