import type { NamedHistory } from "../artifacts/history.ts";
import type { TextFigures, TextMetrics } from "../artifacts/text/text_metrics.ts";
import type { TextSamples } from "../artifacts/samples.ts";
import { meanOrNull, type Measurement } from "./measurement.ts";
import { measureTraining, tolerateProseco } from "./measure_training.ts";
import { measureTrajectory } from "./measure_trajectory.ts";
import { prescribedEvaluations } from "./prescribed_evaluations.ts";
import type { Direction } from "./sweep.ts";

/** What a sweep of texts left. */
export interface TextSweepResults {
  /** Judged texts. */
  readonly metrics: readonly TextMetrics[];
  /** Texts with their steps. */
  readonly samples: readonly TextSamples[];
  /** Training logs. */
  readonly histories: readonly NamedHistory[];
  /** Held-out sequences, all positions of each. */
  readonly heldOut: { readonly tokens: ArrayLike<number>; readonly length: number };
}

/** Which way figures get better. */
const DIRECTIONS: readonly (readonly [keyof TextFigures, Direction])[] = [
  ["perplexity", "lower"],
  ["mauve", "higher"],
  ["characterNats", "lower"],
  ["entropy", "same"],
  ["distinctPairs", "same"],
  ["copied", "lower"],
];

const figuresOf = (figures: TextFigures) =>
  DIRECTIONS.flatMap(([name, better]) => {
    const figure = figures[name];
    return figure === undefined ? [] : [{ name, better, value: figure.value }];
  });

function measureSamples(metrics: TextMetrics): Measurement[] {
  const { settings, settings: { sampler, gamma, seed }, figures, nfe, evaluations } = metrics;
  const exact = { value: prescribedEvaluations(settings), error: 0 };
  const measured: Omit<Measurement, "seed">[] = [
    ...figuresOf(figures),
    { name: "evaluations prescribed", better: "same", value: nfe, exact },
    { name: "evaluations made", better: "lower", value: evaluations },
  ];
  return measured.map(({ name, ...figure }) => ({
    ...{ name: `${sampler} γ=${gamma}: ${name}`, seed: String(seed), ...figure },
  }));
}

/** Entropy of all positions of each sequence, in nats, by the shares of its distinct tokens. */
function entropies({ tokens, length }: TextSweepResults["heldOut"]): number[] {
  return Array.from({ length: tokens.length / length }, (_, row) => {
    const ids = Array.from({ length }, (_, i) => tokens[row * length + i]!).sort((a, b) => a - b);
    const ends = ids.flatMap((id, i) => id === ids[i + 1] ? [] : [i + 1]);
    const shares = ends.map((end, i) => (end - (ends[i - 1] ?? 0)) / length);
    return shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  });
}

/** What the judges of a seed make of real texts; their entropy is known, being that of the data. */
function measureReference(metrics: readonly TextMetrics[], entropy: number): Measurement[] {
  const bySeed = new Map(metrics.map((one) => [one.settings.seed, one.reference]));
  return [...bySeed].flatMap(([seed, { figures }]) =>
    figuresOf(figures).map(({ name, value }): Measurement => ({
      ...{ name: `real text: ${name}`, better: "same", seed: String(seed), value },
      ...(name === "entropy" && { exact: { value: entropy, error: 0 } }),
    }))
  );
}

/**
 * Reduces what a sweep of texts left to figures of a seed. All held-out sequences must have been judged.
 *
 * @throws {Error} If a training's instance is named by more than its seed.
 */
export function measureTexts(
  { metrics, samples, histories, heldOut }: TextSweepResults,
): Measurement[] {
  return tolerateProseco([
    ...measureTraining(histories),
    ...metrics.flatMap(measureSamples),
    ...measureReference(metrics, meanOrNull(entropies(heldOut))!),
    ...samples.flatMap(measureTrajectory),
  ]);
}
