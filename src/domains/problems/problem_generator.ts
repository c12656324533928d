import type { Judge } from "../../artifacts/problems.ts";
import type { RandomStream } from "../../random/mod.ts";

/** A problem that was made. */
export interface MadeProblem {
  /** What a network is given. */
  readonly prompt: string;
  /** A right answer. */
  readonly answer: string;
  /**
   * What makes it this problem and no other, whatever its wording: a problem is not trained on if its
   * content is held out.
   */
  readonly content: string;
  /** Makes the statements of Python by which an answer is judged. */
  readonly tests?: (stream: RandomStream) => string[];
}

/** How many different problems a generator can make. */
export interface ProblemCounts {
  /** Contents. */
  readonly contents: number;
  /** Prompts. */
  readonly prompts: number;
}

/** Makes problems of one kind. */
export interface ProblemGenerator {
  /** What tells right answers from wrong ones. */
  readonly judge: Judge;
  /** Draws a problem. */
  draw(stream: RandomStream): MadeProblem;
  /** Counts the problems that there are. */
  count(): ProblemCounts;
}

/**
 * Draws one of several.
 *
 * @param items At least one.
 */
export function pick<Item>(stream: RandomStream, items: readonly Item[]): Item {
  return items[stream.integer(items.length)]!;
}

/** Draws an integer from `low` to `high`, both included. */
export function between(stream: RandomStream, low: number, high: number): number {
  return low + stream.integer(high - low + 1);
}
