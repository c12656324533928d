import { compareMethods } from "./answer_methods.ts";
import { baselineOf, type Condition } from "./conditions.ts";
import { type FrontierRow, settingOf } from "./frontier_rows.ts";

/** How much a chosen setting may cost, as a share of what the baseline costs with all its steps. */
const SHARES = { fast: 1 / 4, balanced: 1 / 2, max: null } as const;

/** Name of a chosen setting. */
export type ChoiceName = keyof typeof SHARES;

/** A setting that validation problems chose, and what test problems say of it. */
export interface ChosenSetting {
  readonly name: ChoiceName;
  readonly method: string;
  /** Evaluations that it may take; `null` without a limit. */
  readonly limit: number | null;
  /** Its row of the validation problems. */
  readonly validation: FrontierRow;
  /** Its row of the test problems; `null` where it did not run on them. */
  readonly test: FrontierRow | null;
}

/** What the rule of {@linkcode chooseSettings} says, for readers. */
export const CHOICE_RULE =
  "Of each method, fast is the setting with the best accuracy on validation problems among those that " +
  "take at most a quarter of the evaluations of vanilla SFT with all its steps, balanced that at most " +
  "half of them, max the best of all; of equal ones the cheapest. Scores are of the test problems, " +
  "which choose nothing.";

/** The row with the best accuracy; of equal ones the cheapest. */
export function bestRow(rows: readonly FrontierRow[]): FrontierRow | undefined {
  return rows.toSorted((a, b) =>
    b.accuracy.mean - a.accuracy.mean || (a.evaluations ?? Infinity) - (b.evaluations ?? Infinity)
  )[0];
}

/** The row of the test problems with the same setting. */
export function testOf(row: FrontierRow, { test }: Condition): FrontierRow | null {
  return test.find((one) => settingOf(one) === settingOf(row)) ?? null;
}

/**
 * Chooses settings of each method by the validation problems alone; none where nothing ran on
 * validation problems, or no vanilla network did.
 */
export function chooseSettings(condition: Condition): ChosenSetting[] {
  const full = baselineOf(condition.validation).at(-1)?.evaluations;
  if (full === undefined || full === null) return [];
  const methods = [...Map.groupBy(condition.validation, ({ method }) => method)]
    .sort(([a], [b]) => compareMethods(a, b));
  return methods.flatMap(([method, rows]) =>
    (Object.keys(SHARES) as ChoiceName[]).flatMap((name) => {
      const share = SHARES[name], limit = share === null ? null : share * full;
      const validation = bestRow(
        rows.filter(({ evaluations }) =>
          evaluations !== null && evaluations <= (limit ?? Infinity)
        ),
      );
      return validation === undefined
        ? []
        : [{ name, method, limit, validation, test: testOf(validation, condition) }];
    })
  );
}
