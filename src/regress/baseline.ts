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
 * How many standard errors of a difference a figure may move. Measured on the baseline's own seeds:
 * see {@linkcode falseAlarms}.
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
 * How far the mean of a figure over a sweep's seeds may lie from the baseline's: five standard errors
 * of the difference of two such means, by the spread over all seeds of the baseline. A figure that is
 * the same for every seed, such as a number of evaluations, may not move at all.
 */
export function toleranceOf(values: readonly number[], sweepSeeds: number): number {
  const rounding = 1e-9 * Math.max(...values.map(Math.abs), 0);
  return Math.max(rounding, TOLERATED_ERRORS * spreadOf(values) * Math.sqrt(2 / sweepSeeds));
}

/** How many of its own standard errors a figure may lie from what it must be. */
const EXACT_ERRORS = 4;

/** How far the mean of a figure over a sweep's seeds may lie from what it must be, on either side. */
export function exactTolerance({ value, error }: ExactValue, sweepSeeds: number): number {
  return Math.max(1e-9 * Math.abs(value), 1e-12, EXACT_ERRORS * error / Math.sqrt(sweepSeeds));
}

/** Whether a figure of some seeds is too far from what it must be or was for others. */
function isTooFar(
  { values, exact }: Figure,
  chosen: readonly string[],
  first: readonly string[],
): boolean {
  const mean = meanOf(valuesOf(values, chosen));
  if (exact !== undefined) {
    return Math.abs(mean - exact.value) > exactTolerance(exact, chosen.length);
  }
  const difference = mean - meanOf(valuesOf(values, first));
  return Math.abs(difference) > toleranceOf(valuesOf(values), chosen.length);
}

/**
 * The share of sweeps over other seeds that would be taken for a regression though nothing changed:
 * every way to take a sweep's seeds from those after the first, compared with the first.
 *
 * @returns Numbers of comparisons and of those in which any figure moved too far.
 */
export function falseAlarms({ figures, sweepSeeds }: Baseline): { of: number; alarms: number } {
  const seeds = [...new Set(Object.values(figures).flatMap(({ values }) => Object.keys(values)))]
    .sort((a, b) => Number(a) - Number(b));
  const first = seeds.slice(0, sweepSeeds);
  const choices = combinations(seeds.slice(sweepSeeds), sweepSeeds);
  const alarms = choices.filter((chosen) =>
    Object.values(figures).some((figure) => isTooFar(figure, chosen, first))
  );
  return { of: choices.length, alarms: alarms.length };
}

function combinations<Value>(values: readonly Value[], count: number): Value[][] {
  if (count === 0) return [[]];
  return values.flatMap((value, index) =>
    combinations(values.slice(index + 1), count - 1).map((rest) => [value, ...rest])
  );
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
