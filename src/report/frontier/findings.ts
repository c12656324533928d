import { chooseSettings, type ChosenSetting } from "./chosen_settings.ts";
import { type Condition, conditionsOf } from "./conditions.ts";
import {
  type AnswerComparison,
  type BudgetComparisons,
  compareBudgets,
  compareEachSetting,
} from "./equal_budgets.ts";
import type { FrontierRow } from "./frontier_rows.ts";

/** What is found of rows that may be compared. */
export interface Findings extends Condition {
  /** Settings that validation problems choose. */
  readonly chosen: readonly ChosenSetting[];
  /** ProSeCo's chosen settings at vanilla's evaluations. */
  readonly compared: BudgetComparisons;
  /** Every setting of ProSeCo against vanilla. */
  readonly each: readonly AnswerComparison[];
}

/** What is found of each group of rows that may be compared. */
export function findingsOf(rows: readonly FrontierRow[]): Findings[] {
  return conditionsOf(rows).map((condition) => ({
    ...condition,
    chosen: chooseSettings(condition),
    compared: compareBudgets(condition),
    each: compareEachSetting(condition),
  }));
}
