import type { RecordedFrame } from "../../artifacts/samples.ts";

/** What a step did to one position. */
export type CellState = "masked" | "kept" | "unmasked" | "corrected" | "remasked" | "proposed";

/** One position after a step. */
export interface Cell {
  readonly token: string;
  readonly state: CellState;
}

/** One step of one sequence. */
export interface TrajectoryRow {
  readonly step: number;
  /** The corrector's step, counted from 1, in a row that shows the corrector at work. */
  readonly round?: number;
  readonly cells: readonly Cell[];
}

/**
 * What a step did to one position.
 *
 * @param mask The mask token, or its id where the others are ids.
 * @param isProposal Whether the step is the corrector's, which proposes values for masked positions.
 */
export function stateOf<Token>(
  before: Token,
  after: Token,
  mask: Token,
  isProposal: boolean,
): CellState {
  if (after === mask) return before === mask ? "masked" : "remasked";
  if (before === mask) return isProposal ? "proposed" : "unmasked";
  return before === after ? "kept" : "corrected";
}

/**
 * What happened to one sequence, step by step. The corrector's rows hold its whole proposal: what it
 * would put at masked positions, and which visible tokens it would change.
 *
 * @param sequence Index of the sequence among the recorded ones.
 * @param mask The mask token.
 */
export function annotateTrajectory(
  frames: readonly RecordedFrame[],
  sequence: number,
  mask: string,
): TrajectoryRow[] {
  let before: readonly string[] = frames[0]?.sequences[sequence]?.map(() => mask) ?? [];
  return frames.map(({ step, phase, round, sequences }) => {
    const after = sequences[sequence]!;
    const isProposal = phase === "correct";
    const cells = after.map((token, position) => ({
      token,
      state: stateOf(before[position]!, token, mask, isProposal),
    }));
    if (!isProposal) before = after;
    return { step, ...(isProposal ? { round } : {}), cells };
  });
}
