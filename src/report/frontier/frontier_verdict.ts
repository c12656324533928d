import { formatNumber } from "../style/number_format.ts";
import { standingOf } from "../analysis/standing.ts";
import type { AnswerComparison, BudgetComparisons } from "./equal_budgets.ts";

/** A p value in words. */
export function pText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${formatNumber(p, 3)}`;
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${formatNumber(value, 3)}`;

/** A difference with its interval, such as `+0.258 (+0.212 to +0.304)`. */
export function differenceText(
  { difference, interval: [low, high] }: Pick<AnswerComparison, "difference" | "interval">,
): string {
  return `${signed(difference)} (${signed(low)} to ${signed(high)})`;
}

function fullText(full: AnswerComparison): string {
  const standing = {
    ahead: "ahead beyond it",
    behind: "behind beyond it",
    within: full.difference < 0 ? "behind within it" : "not behind",
  }[standingOf(full)];
  const { ours, theirs } = full, cost = (value: number | null) => formatNumber(value, 1);
  return `At full T (${ours.T} steps, ${cost(ours.evaluations)} evaluations against ${
    cost(theirs.evaluations)
  }): ${formatNumber(ours.accuracy.mean, 3)} against ${
    formatNumber(theirs.accuracy.mean, 3)
  }, ${standing}.`;
}

/** What the comparison shows, in words; says so where it does not. */
export function verdictText({ budgets, full }: BudgetComparisons): string {
  if (budgets.length === 0) {
    return "Not shown: there is no setting of vanilla SFT beside one of ProSeCo SFT as cheap, chosen " +
      "by validation problems and scored by test problems.";
  }
  const count = (wanted: string) => budgets.filter((one) => standingOf(one) === wanted).length;
  const ahead = count("ahead"), behind = count("behind");
  const at = (number: number) => `at ${number} of ${budgets.length} budgets`;
  const first = ahead > 0
    ? `At equal evaluations ProSeCo SFT with its sampler is ahead of vanilla SFT beyond the 95% ` +
      `interval ${at(ahead)}.`
    : `Not shown: at equal evaluations ProSeCo SFT with its sampler is ahead of vanilla SFT beyond the ` +
      `95% interval ${at(0)}.`;
  const second = behind > 0 ? `It is behind beyond the interval ${at(behind)}.` : "";
  const third = full === null ? "Nothing was compared at full T." : fullText(full);
  return [first, second, third].filter((part) => part !== "").join(" ");
}
