import { beforeEndMark } from "../text/end_marks.ts";

/** Where the harness ends an answer, wherever it stands. */
const NEXT_QUESTION = "Question:";

/** What the harness takes for a number: two or more of `$0-9.,`, else digits; a sign belongs to it. */
const NUMBER = /-?[$0-9.,]{2,}|-?[0-9]+/g;

/** What the harness compares of a text: no commas, no `$`, nothing up to the last `#### `, no full stop. */
function compared(text: string): string {
  return text.replaceAll(/[,$]/g, "").replace(/^.*#### /s, "").replace(/\.$/, "").toLowerCase();
}

/**
 * The last number of an answer to GSM8K as the filter `flexible-extract` of lm-evaluation-harness (task
 * `gsm8k`, version 3), by which the paper's Table 1 was read, has it. It looks for no `####`, so that
 * whatever is written last counts; a minus between two numbers is taken for a sign. Numbers are compared
 * as text: `18.00` is not `18`.
 *
 * @returns `undefined` if there is none.
 *
 * @example
 * ```ts
 * flexibleAnswer("#### 18, half of $1,200."); // "1200"
 * ```
 */
export function flexibleAnswer(text: string): string | undefined {
  const own = beforeEndMark(text).split(NEXT_QUESTION, 1)[0]!;
  const last = own.match(NUMBER)?.at(-1);
  return last === undefined ? undefined : compared(last);
}

/** What a {@linkcode flexibleAnswer} must be: the result of a solution of the data set, as text. */
export function flexibleReference(solution: string): string {
  return compared(solution);
}
