import { deepStrictEqual } from "node:assert/strict";
import { gsm8kAnswer } from "../src/domains/math/gsm8k.ts";
import { mathAnswer } from "../src/domains/math/math_answer.ts";
import { sameMathAnswer } from "../src/domains/math/value/same_answer.ts";

/** Inputs from public bug reports of other evaluations, with the right answer. */
function cases<T>(name: string): T[] {
  return JSON.parse(Deno.readTextFileSync(new URL(`./cases/${name}.json`, import.meta.url)));
}

interface Pair {
  readonly answer: string;
  readonly reference: string;
  readonly same: boolean;
}

Deno.test("answers that other evaluations took wrongly are judged right, and both ways alike", () => {
  const wrong = cases<Pair>("math_pairs").filter(({ answer, reference, same }) =>
    sameMathAnswer(answer, reference) !== same || sameMathAnswer(reference, answer) !== same
  );
  deepStrictEqual(wrong, []);
});

Deno.test("answers are found where other evaluations lost them", () => {
  const wrong = cases<{ text: string; want: string }>("math_answers").filter(({ text, want }) => {
    // What follows #### is GSM8K's.
    const found = text.startsWith("####") ? String(gsm8kAnswer(text)) : mathAnswer(text);
    return found === undefined || found !== want && !sameMathAnswer(found, want);
  });
  deepStrictEqual(wrong, []);
});
