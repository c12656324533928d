import { hostileEscapes } from "./hostile_escapes.ts";
import { HOSTILE_RESOURCES } from "./hostile_resources.ts";
import { HOSTILE_VERDICTS } from "./hostile_verdicts.ts";
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

/**
 * Programs that mean harm to the machine, to the runner or to the verdict.
 *
 * @param path An existing file outside the sandbox.
 */
export function hostilePrograms(path: string): readonly HostileProgram[] {
  return [...HOSTILE_RESOURCES, ...hostileEscapes(path), ...HOSTILE_VERDICTS];
}
