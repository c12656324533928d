import type { NamedHistory } from "../artifacts/history.ts";
import type { MoleculeMetrics } from "../artifacts/metrics.ts";
import type { MoleculeSamples } from "../artifacts/samples.ts";
import { meanOrNull, type Measurement } from "./measurement.ts";
import { measureTraining, tolerateProseco } from "./measure_training.ts";
import { measureTrajectory } from "./measure_trajectory.ts";
import { prescribedEvaluations } from "./prescribed_evaluations.ts";
import type { Direction, ExactValue } from "./sweep.ts";

/** Ring bonds of a SMILES string, valid or not: every two ring numbers make one. */
function ringBonds(smiles: string): number {
  return (smiles.replaceAll(/\[[^\]]*\]/g, "").match(/%\d\d|\d/g)?.length ?? 0) / 2;
}

function measureSamples(metrics: MoleculeMetrics): Measurement[] {
  const { settings: { sampler, gamma, seed }, figures, molecules } = metrics;
  const strings = molecules.map(({ smiles }) => smiles);
  const measured: [string, Direction, number | null, ExactValue?][] = [
    ["valid", "higher", figures.valid],
    ["novel", "higher", figures.novel],
    ["ring bonds", "same", meanOrNull(strings.map(ringBonds))],
    ["characters", "same", meanOrNull(strings.map(({ length }) => length))],
    ["evaluations prescribed", "same", metrics.nfe, {
      value: prescribedEvaluations(metrics.settings),
      error: 0,
    }],
    ["evaluations made", "lower", metrics.evaluations],
  ];
  return measured.map(([name, better, value, exact]) => ({
    name: `${sampler} γ=${gamma}: ${name}`,
    ...{ better, value, seed: String(seed), ...(exact !== undefined && { exact }) },
  }));
}

/** What a sweep left. */
export interface SweepResults {
  /** Judged samples. */
  readonly metrics: readonly MoleculeMetrics[];
  /** Samples with their steps. */
  readonly samples: readonly MoleculeSamples[];
  /** Training logs. */
  readonly histories: readonly NamedHistory[];
}

/**
 * Reduces what a sweep left to figures of a seed.
 *
 * @throws {Error} If a training's instance is named by more than its seed.
 */
export function measureSweep({ metrics, samples, histories }: SweepResults): Measurement[] {
  return tolerateProseco([
    ...measureTraining(histories),
    ...metrics.flatMap(measureSamples),
    ...samples.flatMap(measureTrajectory),
  ]);
}
