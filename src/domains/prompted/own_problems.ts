import type { Problem } from "../../artifacts/problems.ts";
import type { RandomKey } from "../../random/mod.ts";
import { FUNCTIONS } from "../code/functions/function_generator.ts";
import { WORD_PROBLEMS } from "../math/word_problems/word_problem_generator.ts";
import { makeProblems, type PartCounts, type SplitProblems } from "../problems/split_problems.ts";
import { largeSudokus } from "../sudoku/large_sudoku.ts";
import { smallSudokus } from "../sudoku/small_sudoku.ts";

/** How sudokus are made. */
export interface SudokuSettings {
  /** Rows. */
  readonly size: 4 | 9;
  /** Fewest and most clues. */
  readonly clues: readonly [number, number];
  /** Of 9×9, how many are made from nothing; see {@linkcode largeSudokus}. */
  readonly bases: number;
}

/** Makes problems of functions of lists. */
export function functionProblems(key: RandomKey, counts: PartCounts): SplitProblems {
  return makeProblems(FUNCTIONS, key, "functions", counts);
}

/** Makes word problems. */
export function wordProblems(key: RandomKey, counts: PartCounts): SplitProblems {
  return makeProblems(WORD_PROBLEMS, key, "word-problems", counts);
}

/**
 * Makes sudokus.
 *
 * @param published Puzzles and their solutions that are the test problems, in place of made ones.
 */
export function sudokuProblems(
  key: RandomKey,
  counts: PartCounts,
  { size, clues: [fewest, most], bases }: SudokuSettings,
  published?: { readonly puzzles: readonly string[]; readonly solutions: readonly string[] },
): SplitProblems {
  const name = `sudoku-${size}x${size}`;
  const generator = size === 4
    ? smallSudokus(fewest, most)
    : largeSudokus(key, { fewest, most, bases });
  if (published === undefined) return makeProblems(generator, key, name, counts);
  const made = makeProblems(generator, key, name, { ...counts, test: 0 }, published.puzzles);
  const test = published.puzzles.map((prompt, index): Problem => ({
    id: `${name}/published/${index}`,
    prompt,
    answer: published.solutions[index]!,
  }));
  return { ...made, test: test.slice(0, counts.test) };
}
