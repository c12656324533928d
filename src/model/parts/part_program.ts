/** A part of the positions, as a program computes it. */
export interface PartProgram {
  /** How many positions. */
  readonly count: number;
  /** Whether an earlier pass kept something of all positions, so that it computes the part alone. */
  readonly goesOn: boolean;
  /** Whether it gives what a later pass goes on from. */
  readonly keeps: boolean;
}

/** Name of an input, and of an output, of a program: what a pass keeps. */
export const keptName = (i: number): string => `kept.${i}`;
