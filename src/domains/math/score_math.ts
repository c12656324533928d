import type { Completion } from "../../artifacts/completions.ts";
import type { BootstrapOptions } from "../../statistics/bootstrap.ts";
import { pairAnswers, type PairOptions } from "../answers/pair_answers.ts";
import {
  type AnswerScores,
  type ScoredProblem,
  summarizeScores,
} from "../answers/score_answers.ts";
import { gsm8kAnswer } from "./gsm8k.ts";
import { flexibleAnswer, flexibleReference } from "./gsm8k_flexible.ts";
import { mathAnswer } from "./math_answer.ts";
import { sameByMinerva } from "./minerva.ts";
import { sameMathAnswer } from "./value/same_answer.ts";

/** A problem whose solution ends in a number, or in an answer to MATH. */
export interface SolvedProblem {
  /** Such as `GSM8K/0`. */
  readonly id: string;
  /** A right solution. */
  readonly answer: string;
}

/** Ways to read a number out of an answer to GSM8K, with their versions. */
export const EXTRACTIONS = {
  /** The number after `####`. */
  strict: { judge: "gsm8k strict 1", answer: gsm8kAnswer, reference: gsm8kAnswer },
  /** The last number, as lm-evaluation-harness reads it. */
  flexible: {
    judge: "gsm8k flexible-extract 1",
    answer: flexibleAnswer,
    reference: flexibleReference,
  },
} as const;

/** Name of a way to read a number. */
export type Extraction = keyof typeof EXTRACTIONS;

/** Options of {@linkcode scoreGsm8k}. */
export interface Gsm8kOptions extends PairOptions {
  /** How numbers are read. @default {"strict"} */
  readonly extract?: Extraction;
  /** How the interval is drawn. */
  readonly bootstrap?: BootstrapOptions;
}

/**
 * Scores answers to GSM8K, and to problems like its, by their numbers.
 *
 * @throws {TypeError} If a completion belongs to no problem or stands twice, or a problem has no number.
 * @throws {RangeError} If completions are missing.
 */
export function scoreGsm8k(
  problems: readonly SolvedProblem[],
  completions: readonly Completion[],
  options: Gsm8kOptions,
): AnswerScores {
  const { judge, answer: read, reference } = EXTRACTIONS[options.extract ?? "strict"];
  const scores = pairAnswers(problems, completions, options).map(
    ({ problem: { id, answer }, answers }): ScoredProblem => {
      if (gsm8kAnswer(answer) === undefined) {
        throw new TypeError(`Cannot score "${id}": it has no answer`);
      }
      const expected = reference(answer)!;
      const given = answers.map((text) => read(text) ?? null);
      return { id, expected, given, correct: given.map((value) => value === expected) };
    },
  );
  return summarizeScores(judge, scores, options.bootstrap);
}

/** Rules by which two answers are the same, with their versions. */
export const MATH_RULES = {
  /** What they say: {@linkcode sameMathAnswer}. */
  value: { judge: "math value 1", isSame: sameMathAnswer },
  /** As Minerva's evaluation has it, faults included: {@linkcode sameByMinerva}. */
  minerva: { judge: "math minerva 1", isSame: sameByMinerva },
} as const;

/** Name of a rule. */
export type MathRule = keyof typeof MATH_RULES;

/** Options of {@linkcode scoreMath}. */
export interface MathOptions extends PairOptions {
  /** When two answers are the same. @default {"value"} */
  readonly rule?: MathRule;
  /** How the interval is drawn. */
  readonly bootstrap?: BootstrapOptions;
}

/**
 * Scores answers to MATH.
 *
 * @throws {TypeError} If a completion belongs to no problem or stands twice.
 * @throws {RangeError} If completions are missing.
 */
export function scoreMath(
  problems: readonly SolvedProblem[],
  completions: readonly Completion[],
  options: MathOptions,
): AnswerScores {
  const { judge, isSame } = MATH_RULES[options.rule ?? "value"];
  const scores = pairAnswers(problems, completions, options).map(
    ({ problem: { id, answer }, answers }): ScoredProblem => {
      const expected = mathAnswer(answer) ?? answer;
      const given = answers.map((text) => mathAnswer(text) ?? null);
      const correct = given.map((value) => value !== null && isSame(value, expected));
      return { id, expected, given, correct };
    },
  );
  return summarizeScores(judge, scores, options.bootstrap);
}

/**
 * The problems of MATH that completions bring with them.
 *
 * @throws {TypeError} If a completion has no reference.
 */
export function referencesOf(completions: readonly Completion[]): SolvedProblem[] {
  return completions.map(({ id, reference }) => {
    if (reference === undefined) throw new TypeError(`Cannot score "${id}": it has no reference`);
    return { id, answer: reference };
  });
}

/** What problems are like: those of GSM8K give their numbers after `####`. */
export function kindOf(problems: readonly SolvedProblem[]): "gsm8k" | "math" {
  return problems.every(({ answer }) => answer.includes("####")) ? "gsm8k" : "math";
}
