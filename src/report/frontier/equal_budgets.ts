import { mcnemarTest } from "../../statistics/mcnemar.ts";
import { type Interval, pairedBootstrap } from "../../statistics/bootstrap.ts";
import { studentQuantile } from "../../statistics/student.ts";
import { baseMethod, SUBJECT } from "./answer_methods.ts";
import { bestRow, testOf } from "./chosen_settings.ts";
import { baselineOf, type Condition } from "./conditions.ts";
import type { FrontierRow } from "./frontier_rows.ts";

/** Two settings on the same problems. */
export interface AnswerComparison {
  readonly ours: FrontierRow;
  readonly theirs: FrontierRow;
  /** Accuracy of ours less that of theirs. */
  readonly difference: number;
  /** Its 95% interval: over the problems, paired, or over seeds where that reaches further. */
  readonly interval: Interval;
  /** Problems that both answered. */
  readonly problems: number;
  /** Problems that ours alone solved, by more than half of its answers. */
  readonly oursAlone: number;
  /** Problems that theirs alone solved. */
  readonly theirsAlone: number;
  /** McNemar's p of so uneven a split. */
  readonly p: number;
}

/**
 * Compares two settings on the problems that both answered.
 *
 * @throws {RangeError} If there are no such problems.
 */
export function compareAnswers(ours: FrontierRow, theirs: FrontierRow): AnswerComparison {
  const ids = [...ours.solved.keys()].filter((id) => theirs.solved.has(id));
  if (ids.length === 0) {
    throw new RangeError(
      `Cannot compare ${ours.method} with ${theirs.method} on ${ours.problems}: they answered no ` +
        "problem in common",
    );
  }
  const [own, other] = [ours, theirs].map(({ solved }) => ids.map((id) => solved.get(id)!));
  const { difference, interval: [low, high] } = pairedBootstrap(own!, other!);
  const freedom = ours.seeds.length + theirs.seeds.length - 2;
  const reach = freedom === 0
    ? 0
    : studentQuantile(freedom) * Math.hypot(ours.accuracy.se ?? 0, theirs.accuracy.se ?? 0);
  const split = mcnemarTest(own!.map((share) => share > 0.5), other!.map((share) => share > 0.5));
  return {
    ...{ ours, theirs, difference, problems: ids.length },
    interval: [Math.min(low, difference - reach), Math.max(high, difference + reach)],
    ...{ oursAlone: split.first, theirsAlone: split.second, p: split.p },
  };
}

const subjectsOf = (rows: readonly FrontierRow[]) =>
  rows.filter(({ method, evaluations }) => baseMethod(method) === SUBJECT && evaluations !== null);

/**
 * Each setting of ProSeCo SFT with its sampler against vanilla SFT at equal evaluations or the next
 * ones above; against vanilla's most where it takes more than that.
 */
export function compareEachSetting({ test }: Condition): AnswerComparison[] {
  const baseline = baselineOf(test);
  if (baseline.length === 0) return [];
  return subjectsOf(test).toSorted((a, b) => a.evaluations! - b.evaluations!).map((ours) =>
    compareAnswers(
      ours,
      baseline.find(({ evaluations }) => evaluations! >= ours.evaluations!) ?? baseline.at(-1)!,
    )
  );
}

/** What is found at the evaluations of each setting of vanilla SFT, and with all steps. */
export interface BudgetComparisons {
  /** One for each setting of vanilla SFT that ProSeCo has a setting as cheap as. */
  readonly budgets: readonly AnswerComparison[];
  /** Both with all of vanilla's steps, whatever correction costs on top. */
  readonly full: AnswerComparison | null;
}

/**
 * At each setting of vanilla SFT, ProSeCo's best setting of equal or fewer evaluations; and the best
 * with as many steps as vanilla has at most. Validation problems choose and test problems tell, so that
 * having many settings to choose from flatters nobody.
 */
export function compareBudgets(condition: Condition): BudgetComparisons {
  const baseline = baselineOf(condition.validation), subjects = subjectsOf(condition.validation);
  const compare = (theirs: FrontierRow, eligible: readonly FrontierRow[]) => {
    const chosen = bestRow(eligible);
    const ours = chosen && testOf(chosen, condition), against = testOf(theirs, condition);
    return ours && against ? [compareAnswers(ours, against)] : [];
  };
  const most = baseline.toSorted((a, b) => b.T - a.T)[0];
  return {
    budgets: baseline.flatMap((theirs) =>
      compare(theirs, subjects.filter(({ evaluations }) => evaluations! <= theirs.evaluations!))
    ),
    full: most ? compare(most, subjects.filter(({ T }) => T === most.T))[0] ?? null : null,
  };
}
