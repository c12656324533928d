import assert from "node:assert/strict";
import { normalizeMinerva, sameByMinerva } from "./minerva.ts";

Deno.test("Minerva's normalisation is followed letter for letter, also where it errs", () => {
  const cases: Readonly<Record<string, string>> = {
    "x = \\frac12": "\\frac{1}{2}",
    "$5$": "5",
    "1,234": "1234",
    "(1,234)": "(1,234)",
    "a + b": "+b",
    "12\\text{ cm}^2": "12",
    "\\text{Evelyn}": "Evelyn",
    "\\boxed{\\frac{1}{2}}": "\\frac{1}{2}",
    "\\sqrt3": "\\sqrt{3}",
    "10,\\!000": "10000",
    "90^\\circ": "90",
    "\\$4.50": "4.50",
    "0.\\overline{3}": "0.3",
    "\\mbox{even}": "even",
    "x+y=4": "4",
  };
  for (const [answer, wanted] of Object.entries(cases)) {
    assert.equal(normalizeMinerva(answer), wanted, answer);
  }
});

Deno.test("Minerva's evaluation takes expressions with no difference for the same, and words for products", () => {
  assert.ok(sameByMinerva("(x+1)^2", "x^2+2x+1"));
  assert.ok(sameByMinerva("\\frac{\\sqrt{12}}{4}", "\\frac{\\sqrt{3}}{2}"));
  assert.ok(sameByMinerva("x+y=4", "2x+y=4"));
  assert.ok(sameByMinerva("\\text{Amy}", "\\text{mAy}"));
  assert.ok(!sameByMinerva("3", "4"));
  assert.ok(!sameByMinerva("(1,2)", "(2,1)"));
});
