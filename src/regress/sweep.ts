import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";

/** Which way a figure gets better; `"same"` where any move wants an explanation. */
export type Direction = "higher" | "lower" | "same";

/** What a figure must be, whatever the network, as the algorithm alone says. */
export interface ExactValue {
  /** Its expected value. */
  readonly value: number;
  /** Standard error of its value of one seed. */
  readonly error: number;
}

/** One figure of a sweep, for each seed. */
export interface Figure {
  /** Which way it gets better. */
  readonly better: Direction;
  /** What it must be, where that is known. */
  readonly exact?: ExactValue;
  /**
   * How many standard errors of a difference, by the spread over seeds, it may move.
   *
   * @default {5}
   */
  readonly tolerated?: number;
  /** Its value by seed; `null` where there was nothing to measure. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** All figures of a sweep by name, such as `proseco γ=3: valid`. */
export type Sweep = Readonly<Record<string, Figure>>;

const figure = z.object({
  better: z.enum(["higher", "lower", "same"]),
  exact: z.object({ value: z.number(), error: z.number().nonnegative() }).optional(),
  tolerated: z.number().positive().optional(),
  values: z.record(z.string(), z.number().nullable()),
});

/** Form of a sweep's file. */
export const sweepSchema: z.ZodType<Sweep> = z.record(z.string(), figure);

/**
 * Reads a sweep that the tasks of `tasks/sweep` write.
 *
 * @throws {Error} If the file is missing or has another form.
 */
export function readSweep(path: string): Promise<Sweep> {
  return readJson(path, sweepSchema, "sweep");
}

/** Writes a sweep. */
export function writeSweep(path: string, sweep: Sweep): Promise<void> {
  return writeJson(path, sweep, { indent: 1 });
}
