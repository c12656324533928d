import { z } from "zod";
import { readJson } from "./read_json.ts";

/** One recorded step of a sampler, for each recorded sequence its tokens. */
export interface RecordedFrame {
  /** Unmasking step, counted from 0. */
  readonly step: number;
  /** What the step did: `unmask` or `correct`. */
  readonly phase: string;
  /** The corrector's step, counted from 1. */
  readonly round?: number;
  /** Tokens `[sequences][length]`. */
  readonly sequences: readonly (readonly string[])[];
}

/** Samples with the steps that led to the first few of them. */
export interface RecordedSamples {
  /** Sampler, such as `proseco`. */
  readonly sampler: string;
  /** Property that was guided. */
  readonly property: string;
  /** Guidance strength. */
  readonly gamma: number;
  /** Unmasking steps. */
  readonly T: number;
  /** Corrector steps each time the corrector fires. */
  readonly S: number;
  /** Every how many unmasking steps the corrector fires. */
  readonly omega: number;
  /** Seed of the sampler. */
  readonly seed: number;
  /** The sampled strings. */
  readonly smiles: readonly string[];
  /** Steps in the order in which they happened. */
  readonly trajectory: readonly RecordedFrame[];
}

const recordedSamples: z.ZodType<RecordedSamples> = z.object({
  sampler: z.string(),
  property: z.string(),
  gamma: z.number(),
  T: z.number(),
  S: z.number().nullish().transform((value) => value ?? 0),
  omega: z.number().nullish().transform((value) => value ?? 0),
  seed: z.number(),
  smiles: z.array(z.string()),
  trajectory: z.array(z.object({
    step: z.number(),
    phase: z.string(),
    round: z.number().optional(),
    sequences: z.array(z.array(z.string())),
  })).default([]),
});

/**
 * Reads a samples file of `sample/guided` with the trajectory it holds.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readRecordedSamples(path: string): Promise<RecordedSamples> {
  return readJson(path, recordedSamples, "samples");
}

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

function stateOf(before: string, after: string, mask: string, isProposal: boolean): CellState {
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
  let before: readonly string[] = frames[0]?.sequences[sequence].map(() => mask) ?? [];
  return frames.map(({ step, phase, round, sequences }) => {
    const after = sequences[sequence];
    const isProposal = phase === "correct";
    const cells = after.map((token, position) => ({
      token,
      state: stateOf(before[position], token, mask, isProposal),
    }));
    if (!isProposal) before = after;
    return { step, ...(isProposal ? { round } : {}), cells };
  });
}
