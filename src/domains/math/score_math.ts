import type { MathMetrics } from "../../artifacts/answer_metrics.ts";
import type { Completion } from "../../artifacts/completions.ts";
import { gsm8kAnswer, type Gsm8kProblem } from "./gsm8k.ts";
import { mathAnswer } from "./math_answer.ts";
import { sameByMinerva } from "./minerva.ts";
import { sameMathAnswer } from "./value/same_answer.ts";

/** What {@linkcode scoreGsm8k} and {@linkcode scoreMath} find. */
export type MathScores = Pick<MathMetrics, "accuracy" | "answered" | "problems">;

type SolutionScore = MathScores["problems"][number];

function summarize(problems: readonly SolutionScore[]): MathScores {
  const given = problems.flatMap((problem) => problem.given);
  const shares = problems.map(({ correct }) => correct.filter(Boolean).length / correct.length);
  return {
    accuracy: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    answered: given.filter((value) => value !== null).length / given.length,
    problems,
  };
}

/**
 * Scores answers to GSM8K by their numbers. The problems' ids are `GSM8K/0`, `GSM8K/1`, …
 *
 * @throws {TypeError} If a completion belongs to no problem, or stands twice.
 * @throws {RangeError} If completions are missing.
 */
export function scoreGsm8k(
  problems: readonly Gsm8kProblem[],
  completions: readonly Completion[],
  { flexible = false, partial = false }: {
    readonly flexible?: boolean;
    readonly partial?: boolean;
  } = {},
): MathScores {
  const problemOf = new Map(problems.map((problem, index) => [`GSM8K/${index}`, problem]));
  const seen = new Set(completions.map(({ id }) => id));
  if (seen.size < completions.length) {
    throw new TypeError("Cannot score GSM8K: the completions of a problem stand twice");
  }
  if (!partial && seen.size < problemOf.size) {
    throw new RangeError(
      `Cannot score GSM8K: ${problemOf.size - seen.size} of ${problemOf.size} problems have no ` +
        `completions; set "partial: true" to score the rest`,
    );
  }
  return summarize(completions.map(({ id, answers }): SolutionScore => {
    const problem = problemOf.get(id);
    if (problem === undefined) throw new TypeError(`Cannot score "${id}": no such problem`);
    const expected = gsm8kAnswer(problem.answer);
    if (expected === undefined) throw new TypeError(`Cannot score "${id}": it has no answer`);
    const given = answers.map((answer) => gsm8kAnswer(answer, { flexible }) ?? null);
    return { id, expected, given, correct: given.map((value) => value === expected) };
  }));
}

/** Rules by which two answers are the same. */
export const MATH_RULES = {
  /** What they say: {@linkcode sameMathAnswer}. */
  value: sameMathAnswer,
  /** As Minerva's evaluation has it, faults included: {@linkcode sameByMinerva}. */
  minerva: sameByMinerva,
} as const;

/** Name of a rule. */
export type MathRule = keyof typeof MATH_RULES;

/**
 * Scores answers to MATH.
 *
 * @throws {TypeError} If a completion has no reference, or a problem's completions stand twice.
 */
export function scoreMath(
  completions: readonly Completion[],
  { rule = "value" }: {
    /** When two answers are the same. @default {"value"} */
    readonly rule?: MathRule;
  } = {},
): MathScores {
  const isSame = MATH_RULES[rule], seen = new Set<string>();
  for (const { id } of completions) {
    if (seen.has(id)) throw new TypeError(`Cannot score MATH: "${id}" stands twice`);
    seen.add(id);
  }
  return summarize(completions.map(({ id, answers, reference }): SolutionScore => {
    if (reference === undefined) throw new TypeError(`Cannot score "${id}": it has no reference`);
    const expected = mathAnswer(reference) ?? reference;
    const given = answers.map((answer) => mathAnswer(answer) ?? null);
    const correct = given.map((value) => value !== null && isSame(value, expected));
    return { id, expected, given, correct };
  }));
}
