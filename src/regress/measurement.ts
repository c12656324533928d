import type { Direction, ExactValue, Sweep } from "./sweep.ts";

/** The mask, as recorded steps write it. */
export const MASK = "<mask>";

/** What must not be there at all. */
export const NONE: ExactValue = { value: 0, error: 0 };

/** A figure of one seed. */
export interface Measurement {
  readonly name: string;
  readonly better: Direction;
  readonly seed: string;
  /** `null` where there was nothing to measure. */
  readonly value: number | null;
  /** What it must be, where that is known. */
  readonly exact?: ExactValue;
  /** How many standard errors it may move; see `Figure.tolerated`. */
  readonly tolerated?: number;
}

/** Mean of some values; `null` of none. */
export function meanOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value) / values.length;
}

/** A share that must be `value`, with the standard error that counting `n` times leaves it. */
export function exactShare(value: number, n: number): ExactValue {
  return { value, error: Math.sqrt(value * (1 - value) / n) };
}

/** Gathers measurements into figures by name and seed. */
export function sweepOf(measurements: readonly Measurement[]): Sweep {
  const byName = [...Map.groupBy(measurements, ({ name }) => name)];
  return Object.fromEntries(byName.map(([name, ofSeeds]) => {
    const bySeed = ofSeeds.toSorted((a, b) => Number(a.seed) - Number(b.seed));
    const { better, exact, tolerated } = bySeed[0]!;
    return [name, {
      better,
      ...(exact !== undefined && { exact }),
      ...(tolerated !== undefined && { tolerated }),
      values: Object.fromEntries(bySeed.map(({ seed, value }) => [seed, value])),
    }];
  }));
}
