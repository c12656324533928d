import { type Gain, gainOver, type NovelCounts } from "./gain.ts";
import { compareSamplers } from "../style/methods.ts";
import type { SummaryRow } from "./summary.ts";

/** A setting that was chosen by some seeds, and what it found with others. */
export interface Contender {
  /** The setting. */
  readonly row: SummaryRow;
  /** Seeds that it was chosen by. */
  readonly chosenBy: readonly number[];
  /** Seeds that are compared; the same where there is but one. */
  readonly seeds: readonly number[];
  /** Novel samples of the seeds that are compared. */
  readonly novel: NovelCounts;
}

/** A baseline against ProSeCo at no more evaluations. */
export interface Comparison {
  readonly property: string;
  readonly gamma: number;
  readonly baseline: Contender;
  /** `null` where no setting of ProSeCo is as cheap as the baseline's. */
  readonly proseco: Contender | null;
  /** How many times the baseline's novel molecules ProSeCo found; `null` where that says nothing. */
  readonly gain: Gain | null;
}

/**
 * The one corrector of ProSeCo that is compared: the first by S and ω. To take the best of several
 * would flatter ProSeCo, as most baselines have no such choice.
 */
export function comparedMethod(
  rows: readonly Pick<SummaryRow, "sampler" | "method" | "S" | "omega">[],
): string | undefined {
  const ranked = rows.filter(({ sampler }) => sampler === "proseco").toSorted((a, b) =>
    Number(a.S === 0) - Number(b.S === 0) || a.S - b.S || a.omega - b.omega
  );
  return ranked[0]?.method;
}

/** The first half of a setting's seeds chooses, and the others tell; one seed must do both. */
function contend(row: SummaryRow): { readonly contender: Contender; readonly score: number } {
  const { seeds, novelCounts, count } = row, half = Math.floor(seeds.length / 2);
  const choosing = half === 0 ? novelCounts : novelCounts.slice(0, half);
  return {
    score: choosing.reduce((sum, one) => sum + one, 0) / choosing.length / count,
    contender: {
      row,
      chosenBy: half === 0 ? seeds : seeds.slice(0, half),
      seeds: seeds.slice(half),
      novel: { counts: novelCounts.slice(half), of: count },
    },
  };
}

function chooseBest(rows: readonly SummaryRow[]): Contender | null {
  const contenders = rows.map(contend);
  if (contenders.length === 0) return null;
  return contenders.reduce((best, one) => one.score > best.score ? one : best).contender;
}

/**
 * For each property, method of a baseline and γ, sets the baseline's setting with the most novel molecules
 * against that of ProSeCo with the most among those of equal or fewer network evaluations. What is
 * chosen by some seeds is compared by others.
 */
export function compareAtEqualEvaluations(rows: readonly SummaryRow[]): Comparison[] {
  const samplers = [...new Set(rows.map(({ sampler }) => sampler))].sort(compareSamplers);
  const baselines = samplers.filter((sampler) => sampler !== "proseco");
  return [...Map.groupBy(rows, ({ property }) => property).values()].flatMap((group) => {
    const method = comparedMethod(group);
    const ours = group.filter((row) => row.method === method);
    return baselines.flatMap((baseline) =>
      [
        ...Map.groupBy(
          group.filter(({ sampler }) => sampler === baseline),
          ({ method }) => method,
        ).values(),
      ].flatMap((theirs) => compareWith(ours, theirs))
    );
  });
}

function compareWith(ours: readonly SummaryRow[], theirs: readonly SummaryRow[]): Comparison[] {
  const groups = [...Map.groupBy(theirs, ({ gamma }) => gamma)].sort(([a], [b]) => a - b);
  return groups.map(([gamma, group]) => {
    const baseline = chooseBest(group)!;
    const proseco = chooseBest(
      ours.filter((row) => row.gamma === gamma && row.nfe <= baseline.row.nfe),
    );
    const gain = proseco === null ? null : gainOver(proseco.novel, baseline.novel);
    return { property: baseline.row.property, gamma, baseline, proseco, gain };
  });
}
