import type { Frame } from "../samplers/sampler.ts";

/** One step of a recorded trajectory. */
export interface TrajectoryFrame {
  /** Step, counted from 0. */
  readonly step: number;
  /** What the step did. */
  readonly phase: Frame["phase"];
  /** The corrector's step, counted from 1, where `phase` is `"correct"`. */
  readonly round?: number;
  /** Tokens of each recorded sequence. */
  readonly tokens: readonly (readonly number[])[];
}

/** Keeps what the first sequences go through. */
export interface TrajectoryRecorder {
  /** What has been recorded. */
  readonly frames: readonly TrajectoryFrame[];
  /** To be given to a sampler. */
  observe(frame: Frame): void;
}

/**
 * Makes a recorder for a sampler's first sequences.
 *
 * @param rows Sequences to record.
 * @param length Positions of a sequence.
 */
export function recordTrajectory(rows: number, length: number): TrajectoryRecorder {
  const frames: TrajectoryFrame[] = [];
  return {
    frames,
    observe({ step, phase, round, tokens }) {
      const recorded = Array.from(
        { length: rows },
        (_, row) => [...tokens.subarray(row * length, (row + 1) * length)],
      );
      frames.push({ step, phase, ...(round !== undefined && { round }), tokens: recorded });
    },
  };
}
