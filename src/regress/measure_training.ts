import type { HistoryRecord, NamedHistory } from "../artifacts/history.ts";
import { meanOrNull, type Measurement } from "./measurement.ts";
import type { Direction } from "./sweep.ts";

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

function measureHistory(
  { name: instance, entries }: NamedHistory,
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

/**
 * Reduces training logs to figures of a seed; ProSeCo's bound is told above that of `start`, where all
 * its seeds go on from one model.
 *
 * @throws {Error} If a training's instance is named by more than its seed.
 */
export function measureTraining(histories: readonly NamedHistory[]): Measurement[] {
  const start = histories.find(({ name }) => name === START);
  const startBound = boundOf(start?.entries ?? []);
  return histories.filter((history) => history !== start)
    .flatMap((history) => measureHistory(history, startBound));
}

/** Gives the figures of ProSeCo their own tolerance. */
export function tolerateProseco(measurements: readonly Measurement[]): Measurement[] {
  return measurements.map((measurement) => ({
    ...measurement,
    ...(measurement.name.startsWith("proseco") && { tolerated: TOLERATED_OF_PROSECO }),
  }));
}
