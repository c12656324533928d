import type { Score, ScoreFile } from "../../artifacts/scores.ts";
import { TABLE_COLUMNS } from "../paper/collect_scores.ts";
import type { ChosenSetting } from "./chosen_settings.ts";
import type { Findings } from "./findings.ts";
import type { FrontierRow } from "./frontier_rows.ts";

function scoreOf(method: string, { problems, accuracy, ...row }: FrontierRow): Score {
  const percent = (value: number | null) => value === null ? null : 100 * value;
  return {
    ...{ method, metric: TABLE_COLUMNS[problems] ?? problems, seeds: row.seeds },
    value: { mean: 100 * accuracy.mean, se: percent(accuracy.se) },
    ...{ judge: row.judge, empty: row.empty, settings: row.settings },
  };
}

const isScored = (one: ChosenSetting): one is ChosenSetting & { readonly test: FrontierRow } =>
  one.name === "max" && one.test !== null;

/**
 * Scores for the paper's Table 1: of each method the setting with the best accuracy on validation
 * problems, as test problems have it, at the lowest temperature; `null` where nothing was chosen, or
 * nobody said how large the network is.
 */
export function answerScores(findings: readonly Findings[]): ScoreFile | null {
  const coldest = [...Map.groupBy(findings, ({ problems }) => problems).values()]
    .map((group) => group.toSorted((a, b) => a.temperature - b.temperature)[0]!);
  const chosen = coldest.flatMap((one) => one.chosen.filter(isScored));
  const parameters = chosen.flatMap(({ test }) =>
    typeof test.model?.parameters === "number" ? [test.model.parameters] : []
  );
  if (parameters.length === 0) return null;
  return {
    table: "llada_sft",
    model: { name: "masked diffusion network", parameters: Math.max(...parameters) },
    scores: chosen.map(({ method, test }) => scoreOf(method, test)),
  };
}
