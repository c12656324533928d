import assert from "node:assert/strict";
import { scoreGsm8k, scoreMath } from "./score_math.ts";

const PROBLEMS = [
  { question: "A?", answer: "#### 1,200" },
  { question: "B?", answer: "#### 3" },
];

Deno.test("GSM8K is scored by the numbers after ####, each problem alike", () => {
  const scores = scoreGsm8k(PROBLEMS, [
    { id: "GSM8K/0", answers: ["#### $1200", "1200", "#### 12", "#### 1,200.00 dollars"] },
    { id: "GSM8K/1", answers: ["#### 3 apples"] },
  ]);
  assert.equal(scores.accuracy, 0.75);
  assert.equal(scores.answered, 0.8);
  assert.deepEqual(scores.problems[0]?.given, [1200, null, 12, 1200]);
});

Deno.test("GSM8K asks for every problem unless told otherwise", () => {
  const some = [{ id: "GSM8K/1", answers: ["so 3"] }];
  assert.throws(() => scoreGsm8k(PROBLEMS, some), { message: /1 of 2 problems have no/ });
  assert.equal(scoreGsm8k(PROBLEMS, some, { partial: true, flexible: true }).accuracy, 1);
  const unknown = [{ id: "GSM8K/9", answers: ["3"] }];
  assert.throws(() => scoreGsm8k(PROBLEMS, unknown, { partial: true }), { message: /"GSM8K\/9"/ });
});

Deno.test("MATH is scored by what the boxes mean", () => {
  const scores = scoreMath([
    {
      id: "MATH/0",
      reference: "So it is $\\boxed{\\frac{1}{2}}$.",
      answers: ["\\boxed{0.5}", "\\boxed{2}"],
    },
    {
      id: "MATH/1",
      reference: "x+1",
      answers: ["The final answer is $1+x$. I hope it is correct."],
    },
  ]);
  assert.equal(scores.accuracy, 0.75);
  assert.throws(() => scoreMath([{ id: "MATH/2", answers: ["1"] }]), { message: /"MATH\/2"/ });
});
