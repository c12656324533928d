import type { RecordedFrame, SampleOrigin } from "../artifacts/samples.ts";
import { exactShare, MASK, meanOrNull, type Measurement } from "./measurement.ts";
import type { ExactValue } from "./sweep.ts";

/** Samples of which steps were recorded. */
export interface RecordedSamples extends Pick<SampleOrigin, "settings"> {
  /** Steps in the order in which they happened. */
  readonly trajectory: readonly RecordedFrame[];
}

/** A position of a recorded sequence in an unmasking step. */
interface Visit {
  /** The step, counted from 0. */
  readonly step: number;
  /** Its token before the step. */
  readonly before: string;
  /** What the corrector made of it, where it fired. */
  readonly corrected: string | undefined;
  /** Its token after the step. */
  readonly after: string;
}

/** What each recorded sequence goes through, from all masks on: for each its positions step by step. */
function visitsOf({ trajectory }: RecordedSamples): Visit[][] {
  const steps = trajectory.filter(({ phase }) => phase === "unmask");
  const corrected = new Map(
    trajectory.filter(({ phase }) => phase === "correct")
      .map(({ step, sequences }) => [step, sequences]),
  );
  const rows = steps[0]?.sequences.length ?? 0;
  return Array.from(
    { length: rows },
    (_, row) =>
      steps.flatMap(({ step, sequences }, i) =>
        sequences[row]!.map((after, position) => ({
          ...{ step, after },
          before: i === 0 ? MASK : steps[i - 1]!.sequences[row]![position]!,
          // Of several rounds the last counts.
          corrected: corrected.get(step)?.[row]?.[position],
        }))
      ),
  );
}

/**
 * How many of `T` steps unmask any of `length` tokens, each in a step of its own choice: the occupied
 * ones of `T` boxes, with the classical mean and variance.
 */
function occupiedSteps(T: number, length: number, rows: number): ExactValue {
  const empty = T * (1 - 1 / T) ** length;
  const variance = T * (T - 1) * (1 - 2 / T) ** length + empty - empty ** 2;
  return { value: T - empty, error: Math.sqrt(Math.max(0, variance) / rows) };
}

/**
 * What the recorded steps of masked diffusion say: which positions are masked when, which is known
 * exactly; which visible tokens change; and whether the corrector's predictions are what is drawn from.
 *
 * @throws {RangeError} If the samples' noise is not log-linear, of which alone the masked share is known.
 */
export function measureTrajectory(samples: RecordedSamples): Measurement[] {
  const { sampler, gamma, seed, T, noise = "log-linear" } = samples.settings;
  if (noise !== "log-linear") {
    throw new RangeError(`Cannot measure steps: noise must be log-linear: got ${noise}`);
  }
  const rows = visitsOf(samples), visits = rows.flat();
  const positions = visits.length / T, length = positions / rows.length;
  const share = (chosen: readonly Visit[], holds: (visit: Visit) => boolean) =>
    meanOrNull(chosen.map((visit) => Number(holds(visit))));
  const masked = Array.from({ length: T }, (_, step) => ({
    name: `masked after step ${step + 1}`,
    value: share(visits.filter((visit) => visit.step === step), ({ after }) => after === MASK),
    exact: exactShare(1 - (step + 1) / T, positions),
  }));
  const unmasks = ({ before, after }: Visit) => before === MASK && after !== MASK;
  const visible = visits.filter(({ before, after }) => before !== MASK && after !== MASK);
  const figures: Omit<Measurement, "better" | "seed">[] = [
    ...masked,
    {
      name: "steps that unmask",
      value: meanOrNull(
        rows.map((row) => new Set(row.filter(unmasks).map(({ step }) => step)).size),
      ),
      exact: occupiedSteps(T, length, rows.length),
    },
    {
      name: "tokens corrected",
      value: share(visible, ({ before, after }) => before !== after),
    },
  ];
  if (samples.settings.corrector !== undefined) {
    const fired = visits.filter(({ corrected }) => corrected !== undefined);
    figures.push({
      name: "visible tokens as corrected",
      value: share(
        fired.filter(({ before }) => before !== MASK),
        ({ after, corrected }) => after === corrected,
      ),
      exact: { value: 1, error: 0 },
    }, {
      name: "drawn tokens as corrected",
      value: share(fired.filter(unmasks), ({ after, corrected }) => after === corrected),
    });
  }
  return figures.map(({ name, ...figure }) => ({
    ...{ name: `${sampler} γ=${gamma}: ${name}`, better: "same", seed: String(seed) },
    ...figure,
  }));
}
