import type { HistoryRecord } from "../artifacts/history.ts";
import type { MoleculeMetrics } from "../artifacts/metrics.ts";
import type { MoleculeSamples } from "../artifacts/samples.ts";
import { meanOrNull, type Measurement } from "./measurement.ts";
import { measureTrajectory } from "./measure_trajectory.ts";
import type { Direction, ExactValue } from "./sweep.ts";

/** The training log of one instance. */
export interface SweepHistory {
  /** Readable name, such as `base[seed=1]`. */
  readonly instance: string;
  /** Its entries, in the order of steps. */
  readonly entries: readonly HistoryRecord[];
}

function boundOf(entries: readonly HistoryRecord[]): number | null {
  return entries.at(-1)?.validation ?? null;
}

function difference(value: number | null, from: number | null): number | null {
  return value === null || from === null ? null : value - from;
}

/**
 * All seeds of ProSeCo go on from one model, so that their spread does not tell how far another
 * processor moves that model: they tolerate twice as much. Other rounding moved them by up to six
 * standard errors.
 */
const TOLERATED_OF_PROSECO = 10;

/** Name of the task that trains the one model that all seeds of ProSeCo go on from. */
const START = "start";

function measureTraining(
  { instance, entries }: SweepHistory,
  startBound: number | null,
): Measurement[] {
  const [, task, seed] = /^([^[]+)\[seed=(\d+)\]$/.exec(instance) ?? [];
  if (task === undefined || seed === undefined) {
    throw new Error(`Cannot measure "${instance}": its matrix must be the seed alone`);
  }
  // Early steps differ most between seeds and say least about the objective.
  const late = entries.slice(Math.floor(entries.length / 2));
  const meanOf = (name: "mdmLoss" | "correctorLoss" | "gradientNorm") =>
    meanOrNull(late.flatMap((entry) => entry[name] ?? []));
  const figures: [string, Direction, number | null][] = [
    task === "proseco"
      ? ["held-out bound above start's", "lower", difference(boundOf(entries), startBound)]
      : ["held-out bound", "lower", boundOf(entries)],
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

/** Evaluations that Algorithms 2 and 3 prescribe; each one that is guided counts twice. */
function prescribed({ gamma, T, corrector }: MoleculeMetrics["settings"]): number {
  const streams = gamma === 0 || gamma === 1 ? 1 : 2;
  if (corrector === undefined) return T * streams;
  const { S, omega, guidance } = corrector;
  return T * streams + Math.floor(T / omega) * S * (guidance === "guided" ? streams : 1);
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
      value: prescribed(metrics.settings),
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
  readonly histories: readonly SweepHistory[];
}

/**
 * Reduces what a sweep left to figures of a seed.
 *
 * @throws {Error} If a training's instance is named by more than its seed.
 */
export function measureSweep({ metrics, samples, histories }: SweepResults): Measurement[] {
  const start = histories.find(({ instance }) => instance === START);
  const startBound = boundOf(start?.entries ?? []);
  return [
    ...histories.filter((history) => history !== start)
      .flatMap((history) => measureTraining(history, startBound)),
    ...metrics.flatMap(measureSamples),
    ...samples.flatMap(measureTrajectory),
  ].map((measurement) => ({
    ...measurement,
    ...(measurement.name.startsWith("proseco") && { tolerated: TOLERATED_OF_PROSECO }),
  }));
}
