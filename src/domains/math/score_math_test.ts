import assert from "node:assert/strict";
import type { Completion } from "../../artifacts/completions.ts";
import { referencesOf, scoreGsm8k, scoreMath } from "./score_math.ts";

const PROBLEMS = [
  { id: "GSM8K/0", answer: "#### 1,200" },
  { id: "GSM8K/1", answer: "#### 3" },
];
const NAME = { name: "GSM8K" };

Deno.test("GSM8K is scored by the numbers after ####, each problem alike", () => {
  const scores = scoreGsm8k(PROBLEMS, [
    { id: "GSM8K/0", answers: ["#### $1200", "1200", "#### 12", "#### 1,200.00 dollars"] },
    { id: "GSM8K/1", answers: ["#### 3 apples"] },
  ], NAME);
  assert.equal(scores.accuracy, 0.75);
  assert.equal(scores.answered, 0.8);
  assert.deepEqual(scores.interval, [0.5, 1]);
  assert.deepEqual(scores.problems[0]?.given, [1200, null, 12, 1200]);
});

Deno.test("GSM8K is scored by the last numbers as text if it is to be read as the paper was", () => {
  const scores = scoreGsm8k(PROBLEMS, [
    { id: "GSM8K/0", answers: ["so $1,200.", "#### 1200 in 5 days", "#### 1200.00", "none"] },
    { id: "GSM8K/1", answers: ["It is 3."] },
  ], { ...NAME, extract: "flexible" });
  assert.deepEqual(scores.problems[0], {
    ...{ id: "GSM8K/0", expected: "1200", given: ["1200", "5", "1200.00", null] },
    correct: [true, false, false, false],
  });
  assert.equal(scores.accuracy, 0.625);
});

Deno.test("GSM8K asks for every problem unless told otherwise", () => {
  const some = [{ id: "GSM8K/1", answers: ["#### 3"] }];
  assert.throws(() => scoreGsm8k(PROBLEMS, some, NAME), { message: /1 of 2 problems have no/ });
  assert.equal(scoreGsm8k(PROBLEMS, some, { ...NAME, partial: true }).accuracy, 1);
  const unknown = [{ id: "GSM8K/9", answers: ["3"] }];
  assert.throws(() => scoreGsm8k(PROBLEMS, unknown, { ...NAME, partial: true }), {
    message: /"GSM8K\/9"/,
  });
  const none = [{ id: "a", answer: "no number" }], answered = [{ id: "a", answers: ["1"] }];
  assert.throws(() => scoreGsm8k(none, answered, NAME), { message: /"a": it has no answer/ });
});

Deno.test("MATH is scored by what the boxes mean", () => {
  const completions: Completion[] = [
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
  ];
  const scores = scoreMath(referencesOf(completions), completions, { name: "MATH" });
  assert.equal(scores.accuracy, 0.75);
  assert.throws(() => referencesOf([{ id: "MATH/2", answers: ["1"] }]), { message: /"MATH\/2"/ });
});
