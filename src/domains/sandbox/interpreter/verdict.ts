/**
 * How a program ended.
 *
 * - `passed`: it and its tests ran to their end.
 * - `failed`: an assertion did not hold.
 * - `error`: another exception was raised.
 * - `timeout`: it was still running when its time was up.
 * - `memory`: it needed more memory than allowed.
 * - `crashed`: it broke its interpreter, or ended it.
 * - `syntax`: it is no Python program.
 */
export type Verdict = "passed" | "failed" | "error" | "timeout" | "memory" | "crashed" | "syntax";

/** Every {@linkcode Verdict}, in the order in which reports list them. */
export const VERDICTS: readonly Verdict[] = [
  "passed",
  "failed",
  "error",
  "timeout",
  "memory",
  "crashed",
  "syntax",
];

/** A Python program and the tests that decide about it. */
export interface PythonProgram {
  /** The program; written by a model, hence hostile until proven otherwise. */
  readonly source: string;
  /**
   * Statements that run after `source` and see its names. The program cannot read them before it has
   * ended.
   * @default {""}
   */
  readonly tests?: string;
}

/** What {@linkcode PythonSandbox.run} found. */
export interface ProgramResult {
  /** How the program ended. */
  readonly verdict: Verdict;
  /** Last line of the exception, such as `ValueError: x must be positive`; empty if it passed. */
  readonly detail: string;
  /** The beginning of what was printed to standard output and standard error. */
  readonly output: string;
  /** Bytes printed in all, including those left out of `output`. */
  readonly outputBytes: number;
}
