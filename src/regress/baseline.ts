import { z } from "zod";
import { readJson } from "../support/json_file.ts";
import { type ExactValue, type Figure, type Sweep, sweepSchema } from "./sweep.ts";

/** Why a baseline was accepted, and where it was measured. */
export interface Acceptance {
  /** Day, in ISO 8601. */
  readonly date: string;
  /** Why the figures are what they should be, in a person's words. */
  readonly reason: string;
  /** Machine and versions. */
  readonly machine: string;
  /** Figures that moved by more than their tolerance, as `name: before → after`. */
  readonly moved: readonly string[];
}

/** What a sweep is compared with. */
export interface Baseline {
  /** Every acceptance, the newest last. */
  readonly accepted: readonly Acceptance[];
  /** How many seeds a sweep has: the first ones of the baseline's. */
  readonly sweepSeeds: number;
  /** The figures, of more seeds than a sweep has, so that they tell the spread. */
  readonly figures: Sweep;
}

const acceptance = z.object({
  date: z.string(),
  reason: z.string(),
  machine: z.string(),
  moved: z.array(z.string()),
});

const baseline: z.ZodType<Baseline> = z.object({
  accepted: z.array(acceptance).min(1),
  sweepSeeds: z.int().positive(),
  figures: sweepSchema,
});

/**
 * How many standard errors of a difference a figure may move. By Student's distribution a sweep of
 * other seeds goes beyond once in 600 figures; other rounding moves a figure much less.
 */
const TOLERATED_ERRORS = 5;

/** Values of a figure that were measured, by the seeds asked for. */
export function valuesOf(
  values: Readonly<Record<string, number | null>>,
  seeds: readonly string[] = Object.keys(values),
): number[] {
  return seeds.flatMap((seed) => values[seed] ?? []);
}

/** Mean of some values; `NaN` of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation over seeds (n − 1); 0 of fewer than two values. */
function spreadOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * How far the mean of a figure over a sweep's seeds may lie from the baseline's: some standard errors
 * of the difference of two such means, by the spread over all seeds of the baseline. A figure that is
 * the same for every seed, such as a number of evaluations, may not move at all.
 */
export function toleranceOf(
  { values, tolerated = TOLERATED_ERRORS }: Pick<Figure, "values" | "tolerated">,
  sweepSeeds: number,
): number {
  const measured = valuesOf(values);
  const rounding = 1e-9 * Math.max(...measured.map(Math.abs), 0);
  return Math.max(rounding, tolerated * spreadOf(measured) * Math.sqrt(2 / sweepSeeds));
}

/** How many of its own standard errors a figure may lie from what it must be. */
const EXACT_ERRORS = 4;

/** How far the mean of a figure over a sweep's seeds may lie from what it must be, on either side. */
export function exactTolerance({ value, error }: ExactValue, sweepSeeds: number): number {
  return Math.max(1e-9 * Math.abs(value), 1e-12, EXACT_ERRORS * error / Math.sqrt(sweepSeeds));
}

/**
 * Reads a baseline.
 *
 * @throws {Error} If the file is missing or has another form.
 */
export function readBaseline(path: string): Promise<Baseline> {
  return readJson(path, baseline, "baseline");
}

/** Writes a baseline so that a change of one figure is a change of one line. */
export async function writeBaseline(path: string, { accepted, ...rest }: Baseline): Promise<void> {
  const figures = Object.entries(rest.figures)
    .map(([name, figure]) => `  ${JSON.stringify(name)}: ${JSON.stringify(figure)}`);
  const acceptances = accepted.map((one) => `  ${JSON.stringify(one)}`);
  const text = [
    "{",
    ` "accepted": [\n${acceptances.join(",\n")}\n ],`,
    ` "sweepSeeds": ${rest.sweepSeeds},`,
    ` "figures": {\n${figures.join(",\n")}\n }`,
    "}\n",
  ].join("\n");
  await Deno.writeTextFile(`${path}.tmp`, text);
  await Deno.rename(`${path}.tmp`, path);
}

/** Seeds that a sweep's figures have. */
export function seedCount(sweep: Sweep): number {
  return Math.max(...Object.values(sweep).map(({ values }) => Object.keys(values).length));
}
