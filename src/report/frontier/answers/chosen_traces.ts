import type { Completions } from "../../../artifacts/completions.ts";
import { annotateTrajectory, type TrajectoryRow } from "../../analysis/annotate_trajectory.ts";
import { baseMethod, PROSECO, SUBJECT, VANILLA } from "../answer_methods.ts";
import type { FrontierRow } from "../frontier_rows.ts";
import { completionsOf, type JudgedAnswer, judgedAnswers } from "./judged_answers.ts";

/** Unmasking steps of the traces shown: enough to see the corrector, few enough for a screen. */
const PREFERRED_STEPS = 10;
/** Problems whose traces are shown. */
const SHOWN = 2;

/** The steps that led to one answer. */
export interface Trace {
  readonly row: FrontierRow;
  readonly answer: JudgedAnswer;
  /** Tokens after each step, with what it did to them. */
  readonly steps: readonly TrajectoryRow[];
  /** How often a token that stood was changed. */
  readonly corrected: number;
}

function correctionsOf(steps: readonly TrajectoryRow[]): number {
  return steps.filter(({ round }) => round === undefined)
    .flatMap(({ cells }) => cells).filter(({ state }) => state === "corrected").length;
}

/** All traces that were recorded. */
export function recordedTraces(
  rows: readonly FrontierRow[],
  completions: readonly Completions[],
  mask: string,
): Trace[] {
  return rows.flatMap((row) =>
    row.sources.flatMap((metrics) => {
      const found = completionsOf(metrics, completions), frames = found?.trajectory ?? [];
      if (found === undefined || frames.length === 0) return [];
      const answers = judgedAnswers(found, metrics);
      return frames[0]!.sequences.map((_, sequence): Trace => {
        const steps = annotateTrajectory(frames, sequence, mask);
        return { row, answer: answers[sequence]!, steps, corrected: correctionsOf(steps) };
      });
    })
  );
}

const distance = ({ row: { T } }: Trace, steps: number) =>
  Math.abs(Math.log2(Math.max(T, 1) / steps));

/**
 * Chooses traces for a few problems: of ProSeCo SFT with its sampler where a correction led to a right
 * answer, then where the answer is wrong; beside each that of vanilla SFT on the same problem, at the
 * nearest T.
 */
export function chooseTraces(traces: readonly Trace[]): Trace[][] {
  const methods = [SUBJECT, PROSECO, VANILLA];
  const method = methods.find((name) => traces.some(({ row }) => baseMethod(row.method) === name));
  const own = traces.filter(({ row }) => method === undefined || baseMethod(row.method) === method);
  const order = (trace: Trace, wanted: boolean) => [
    trace.answer.isRight === wanted ? 0 : 1,
    trace.corrected > 0 ? 0 : 1,
    distance(trace, PREFERRED_STEPS),
    trace.row.part === "validation" ? 1 : 0,
  ];
  const best = (left: readonly Trace[], wanted: boolean) =>
    left.toSorted((a, b) => {
      const [first, second] = [order(a, wanted), order(b, wanted)];
      const i = first.findIndex((value, at) => value !== second[at]);
      return i < 0 ? 0 : first[i]! - second[i]!;
    })[0];
  const chosen: Trace[] = [];
  for (const wanted of [true, false]) {
    const left = own.filter(({ answer }) => chosen.every((one) => one.answer.id !== answer.id));
    const trace = best(left, wanted);
    if (trace && chosen.length < SHOWN) chosen.push(trace);
  }
  return chosen.map((trace) => {
    const others = traces.filter(({ row, answer }) =>
      baseMethod(row.method) === VANILLA && baseMethod(trace.row.method) !== VANILLA &&
      answer.id === trace.answer.id &&
      row.temperature === trace.row.temperature
    );
    const [other] = others.toSorted((a, b) => distance(a, trace.row.T) - distance(b, trace.row.T));
    return other ? [trace, other] : [trace];
  });
}
