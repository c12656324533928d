import type { Completion } from "../../artifacts/completions.ts";
import type { Problem } from "../../artifacts/problems.ts";
import type { BootstrapOptions } from "../../statistics/bootstrap.ts";
import { isSudokuSolution } from "../sudoku/sudoku_solution.ts";
import { pairAnswers, type PairOptions } from "./pair_answers.ts";
import { type AnswerScores, type ScoredProblem, summarizeScores } from "./score_answers.ts";

const digitsOf = (text: string) => text.replaceAll(/\D/g, "");

const isEqual = (given: string, expected: string) => given === expected;

/** Ways to compare an answer with a problem, with their versions. */
export const EXACT_RULES = {
  /** Text, with white space at its ends left out and one space for any other. */
  whitespace: {
    judge: "exact whitespace 1",
    normalize: (text: string) => text.trim().replaceAll(/\s+/g, " "),
    isRight: isEqual,
  },
  /** The digits alone. */
  digits: { judge: "exact digits 1", normalize: digitsOf, isRight: isEqual },
  /** The digits, which must solve the puzzle that the prompt's digits are. */
  sudoku: {
    judge: "sudoku 1",
    normalize: digitsOf,
    isRight: (given: string, _expected: string, prompt: string) =>
      isSudokuSolution(given, digitsOf(prompt)),
  },
} as const;

/** Name of a way to compare. */
export type ExactRule = keyof typeof EXACT_RULES;

/** Options of {@linkcode scoreExact}. */
export interface ExactOptions extends PairOptions {
  /** When an answer is right. */
  readonly rule: ExactRule;
  /** How the interval is drawn. */
  readonly bootstrap?: BootstrapOptions;
}

/**
 * Scores answers by their text.
 *
 * @throws {TypeError} If a completion belongs to no problem, or a problem's completions stand twice.
 * @throws {RangeError} If completions are missing, or a prompt is no sudoku where one is asked for.
 */
export function scoreExact(
  problems: readonly Problem[],
  completions: readonly Completion[],
  options: ExactOptions,
): AnswerScores {
  const { judge, normalize, isRight } = EXACT_RULES[options.rule];
  const scores = pairAnswers(problems, completions, options).map(
    ({ problem: { id, prompt, answer }, answers }): ScoredProblem => {
      const expected = normalize(answer);
      const given = answers.map((text) => normalize(text) || null);
      const correct = given.map((value) => value !== null && isRight(value, expected, prompt));
      return { id, expected, given, correct };
    },
  );
  return summarizeScores(judge, scores, options.bootstrap);
}
