import type { HistoryRecord } from "../artifacts/history.ts";
import type { MoleculeMetrics } from "../artifacts/metrics.ts";
import type { MoleculeSamples } from "../artifacts/samples.ts";
import type { Direction, Sweep } from "./sweep.ts";

const MASK = "<mask>";

/** The training log of one instance. */
export interface SweepHistory {
  /** Readable name, such as `base[seed=1]`. */
  readonly instance: string;
  /** Its entries, in the order of steps. */
  readonly entries: readonly HistoryRecord[];
}

/** A figure of one seed. */
interface Measurement {
  readonly name: string;
  readonly better: Direction;
  readonly seed: string;
  readonly value: number | null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value) / values.length;
}

function measureTraining({ instance, entries }: SweepHistory): Measurement[] {
  const [, task, seed] = /^([^[]+)\[seed=(\d+)\]$/.exec(instance) ?? [];
  if (task === undefined || seed === undefined) {
    throw new Error(`Cannot measure "${instance}": its matrix must be the seed alone`);
  }
  // Early steps differ most between seeds and say least about the objective.
  const late = entries.slice(Math.floor(entries.length / 2));
  const meanOf = (name: "mdmLoss" | "correctorLoss" | "gradientNorm") =>
    mean(late.flatMap((entry) => entry[name] ?? []));
  const figures: [string, Direction, number | null][] = [
    ["held-out bound", "lower", entries.at(-1)?.validation ?? null],
    ["denoising loss", "same", meanOf("mdmLoss")],
    ["corrector loss", "same", meanOf("correctorLoss")],
    ["gradient norm", "same", meanOf("gradientNorm")],
  ];
  return figures.filter(([name, , value]) => value !== null || name !== "corrector loss")
    .map(([name, better, value]) => ({ name: `${task}: ${name}`, better, seed, value }));
}

/** Ring bonds of a SMILES string, valid or not: every two ring numbers make one. */
function ringBonds(smiles: string): number {
  return (smiles.replaceAll(/\[[^\]]*\]/g, "").match(/%\d\d|\d/g)?.length ?? 0) / 2;
}

function measureSamples(metrics: MoleculeMetrics): Measurement[] {
  const { settings: { sampler, gamma, seed }, figures, molecules } = metrics;
  const strings = molecules.map(({ smiles }) => smiles);
  const measured: [string, Direction, number | null][] = [
    ["valid", "higher", figures.valid],
    ["novel", "higher", figures.novel],
    ["ring bonds", "same", mean(strings.map(ringBonds))],
    ["characters", "same", mean(strings.map(({ length }) => length))],
    ["evaluations prescribed", "same", metrics.nfe],
    ["evaluations made", "lower", metrics.evaluations],
  ];
  return measured.map(([name, better, value]) => ({
    name: `${sampler} γ=${gamma}: ${name}`,
    ...{ better, value, seed: String(seed) },
  }));
}

/** Share of the visible tokens that a step changed, over all steps of the recorded sequences. */
function measureCorrections(samples: MoleculeSamples): Measurement[] {
  const { sampler, gamma, seed } = samples.settings;
  const steps = samples.trajectory.filter(({ phase }) => phase === "unmask");
  let visible = 0, changed = 0;
  steps.slice(1).forEach(({ sequences }, i) =>
    sequences.forEach((after, row) => {
      const before = steps[i]!.sequences[row]!;
      after.forEach((token, position) => {
        if (before[position] === MASK || token === MASK) return;
        visible++;
        if (token !== before[position]) changed++;
      });
    })
  );
  const value = visible === 0 ? null : changed / visible;
  const name = `${sampler} γ=${gamma}: tokens corrected`;
  return [{ name, better: "same", seed: String(seed), value }];
}

/**
 * Reduces what a sweep left to figures by name and seed.
 *
 * @throws {Error} If a training's instance is named by more than its seed.
 */
export function measureSweep(
  metrics: readonly MoleculeMetrics[],
  samples: readonly MoleculeSamples[],
  histories: readonly SweepHistory[],
): Sweep {
  const all = [
    ...histories.flatMap(measureTraining),
    ...metrics.flatMap(measureSamples),
    ...samples.flatMap(measureCorrections),
  ];
  const byName = [...Map.groupBy(all, ({ name }) => name)];
  return Object.fromEntries(byName.map(([name, measurements]) => {
    const bySeed = measurements.toSorted((a, b) => Number(a.seed) - Number(b.seed));
    return [name, {
      better: measurements[0]!.better,
      values: Object.fromEntries(bySeed.map(({ seed, value }) => [seed, value])),
    }];
  }));
}
