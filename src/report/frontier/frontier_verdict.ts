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

const costText = (value: number | null) => formatNumber(value, 1);

function scoresText(compared: AnswerComparison): string {
  const { ours, theirs, difference } = compared;
  const standing = {
    ahead: "ahead beyond it",
    behind: "behind beyond it",
    within: difference < 0 ? "behind within it" : "not behind",
  }[standingOf(compared)];
  return `${formatNumber(ours.accuracy.mean, 3)} against ${
    formatNumber(theirs.accuracy.mean, 3)
  }, ${standing}.`;
}

function fullText({ budgets, full }: BudgetComparisons): string {
  if (full !== null) {
    return `At full T (${full.ours.T} steps, ${
      costText(full.ours.evaluations)
    } evaluations against ${costText(full.theirs.evaluations)}): ${scoresText(full)}`;
  }
  const most = budgets.toSorted((a, b) => b.theirs.T - a.theirs.T)[0]!;
  return `ProSeCo was not drawn at vanilla's full T (${most.theirs.T}); at ${
    costText(most.ours.evaluations)
  } evaluations against its ${costText(most.theirs.evaluations)}: ${scoresText(most)}`;
}

/** What the comparison shows, in words; says so where it does not. */
export function verdictText(compared: BudgetComparisons): string {
  const { budgets } = compared;
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
  return [first, second, fullText(compared)].filter((part) => part !== "").join(" ");
}
