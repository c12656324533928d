import { isDeepStrictEqual } from "node:util";
import type { AnswerMetrics } from "../../artifacts/answer_metrics.ts";
import type { Score, ScoreFile } from "../../artifacts/scores.ts";
import { estimate } from "../../statistics/estimates.ts";

/** Columns of the paper's Table 1 by the data set of their problems. */
export const TABLE_COLUMNS: Readonly<Record<string, string>> = {
  humaneval: "HumanEval",
  mbpp: "MBPP",
  gsm8k: "GSM8K",
  math: "Minerva",
};

/** Metrics of answers, and whose answers they are. */
export interface MethodMetrics {
  /** Row of the table, such as `ProSeCo SFT`. */
  readonly method: string;
  /** The metrics of one seed. */
  readonly metrics: AnswerMetrics;
}

function shareOf(metrics: AnswerMetrics): number {
  if ("accuracy" in metrics) return metrics.accuracy;
  const share = metrics.passAt["1"];
  if (share === undefined) {
    throw new RangeError(
      `Cannot score ${metrics.settings.dataset}: the table shows pass@1, its metrics hold pass@` +
        `${Object.keys(metrics.passAt).join(", pass@")}; add 1 to k of eval/code`,
    );
  }
  return share;
}

/** The settings that all metrics share, their seeds aside. */
function sharedSettings(all: readonly AnswerMetrics[]): Record<string, unknown> {
  const [{ settings: { seed: _seed, ...first } }, ...others] = all as [AnswerMetrics];
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      others.every(({ settings }) => isDeepStrictEqual(settings[name], value))
    ),
  );
}

/**
 * Collects the metrics of answers to scores for the paper's Table 1: pass@1 and accuracy in percent,
 * over seeds, beside the settings that these share. Answers without a seed count as those of seed 0.
 *
 * @throws {RangeError} If a data set has no column, a seed stands twice, seeds were judged by different
 *   rules, or pass@1 was not estimated.
 */
export function collectScores(all: readonly MethodMetrics[], model: ScoreFile["model"]): ScoreFile {
  const cells = Map.groupBy(all, ({ method, metrics: { settings: { dataset } } }) => {
    const metric = TABLE_COLUMNS[dataset];
    if (metric === undefined) {
      throw new RangeError(
        `Cannot score "${dataset}": the table has columns for ${
          Object.keys(TABLE_COLUMNS).join(", ")
        }`,
      );
    }
    return JSON.stringify([method, metric]);
  });
  const scores = Array.from(cells, ([name, group]): Score => {
    const [method, metric] = JSON.parse(name) as [string, string];
    const seeds = group.map(({ metrics }) => metrics.settings.seed ?? 0);
    const twice = seeds.find((seed, index) => seeds.indexOf(seed) < index);
    if (twice !== undefined) {
      throw new RangeError(`Cannot score ${metric} of ${method}: seed ${twice} stands twice`);
    }
    const metrics = group.map(({ metrics }) => metrics);
    const judges = [...new Set(metrics.map(({ judge }) => judge))];
    if (judges.length > 1) {
      throw new RangeError(
        `Cannot average ${metric} of ${method}: its seeds were judged by "${judges.join('", "')}"`,
      );
    }
    return {
      ...{ method, metric, seeds, judge: judges[0]! },
      value: estimate(metrics.map((one) => 100 * shareOf(one)))!,
      empty: estimate(metrics.map(({ empty }) => empty))!.mean,
      settings: sharedSettings(metrics),
    };
  });
  return { table: "llada_sft", model, scores };
}
