import type { Completion } from "../../artifacts/completions.ts";

/** Options of {@linkcode pairAnswers}. */
export interface PairOptions {
  /** Name of the problems' data set, for messages. */
  readonly name: string;
  /** Whether problems without completions are left out. @default {false} */
  readonly partial?: boolean;
  /** How many problems were to be answered, if not all of them. */
  readonly count?: number;
}

/**
 * Each answered problem with its answers, in the order of the problems.
 *
 * @throws {TypeError} If a completion belongs to no problem, or a problem's completions stand twice.
 * @throws {RangeError} If completions are missing.
 */
export function pairAnswers<Problem extends { readonly id: string }>(
  problems: readonly Problem[],
  completions: readonly Completion[],
  { name, partial = false, count = problems.length }: PairOptions,
): { readonly problem: Problem; readonly answers: readonly string[] }[] {
  const ids = new Set(problems.map(({ id }) => id));
  const answersOf = new Map<string, readonly string[]>();
  for (const { id, answers } of completions) {
    if (!ids.has(id)) throw new TypeError(`Cannot score "${id}": ${name} has no such problem`);
    if (answersOf.has(id)) {
      throw new TypeError(`Cannot score "${id}": its completions stand twice`);
    }
    answersOf.set(id, answers);
  }
  const missing = Math.min(count, problems.length) - answersOf.size;
  if (!partial && missing > 0) {
    throw new RangeError(
      `Cannot score ${name}: ${missing} of ${Math.min(count, problems.length)} problems have no ` +
        `completions; set "partial: true" to score the rest`,
    );
  }
  return problems.flatMap((problem) => {
    const answers = answersOf.get(problem.id);
    return answers === undefined ? [] : [{ problem, answers }];
  });
}
