import type { PythonProgram, Verdict } from "../interpreter/verdict.ts";

/** A program that means harm, and how it must end. */
export interface HostileProgram extends PythonProgram {
  readonly title: string;
  readonly verdict: Verdict;
  /** Another way in which it may end, where that hangs on which of two allocations fails first. */
  readonly orVerdict?: Verdict;
  /** What the detail must show. */
  readonly shows?: RegExp;
}
