import { compareText, scalarsIn } from "../../../support/json.ts";
import { UserError } from "../../../support/user_error.ts";
import { suggest } from "../../../support/suggest.ts";
import type { JsonValue } from "../../task.ts";
import type { Instance, SearchHistory, TrialChoice } from "../instance.ts";

/** What a finished instance recorded; nothing of one that failed. */
export type FactsOf = (instance: Instance) => Readonly<Record<string, JsonValue>> | undefined;

/** The figure of an instance; `null` where it failed, or recorded that there is none. */
function figureOf(instance: Instance, metric: string, factsOf: FactsOf): number | null {
  const facts = factsOf(instance);
  if (facts === undefined) return null;
  const value = scalarsIn(facts).get(metric);
  if (typeof value === "number" || value === null) return value;
  throw new UserError(
    `Cannot compare the trials: ${instance.name} recorded no figure "${metric}". ${
      suggest(metric, Object.keys(facts).sort(compareText))
    }`,
  );
}

function chosen({ among, rank, metric, mode }: TrialChoice, factsOf: FactsOf): Instance {
  const sign = mode === "min" ? 1 : -1;
  const ranked = among.map((instance) => ({ instance, value: figureOf(instance, metric, factsOf) }))
    // What has no figure stands last; among equals the order of the rung before holds.
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null);
      }
      return sign * (a.value - b.value);
    });
  const { instance } = ranked[rank]!;
  if (factsOf(instance) !== undefined) return instance;
  const left = among.filter((one) => factsOf(one) !== undefined).length;
  throw new UserError(`Cannot choose number ${rank + 1} of the trials: ${left} came to an end`);
}

function trialOf({ trial, choice }: Instance, factsOf: FactsOf): number {
  return choice === undefined ? trial! : trialOf(chosen(choice, factsOf), factsOf);
}

/** What was tried, in the order of the rungs; the figure of a trial that failed is `null`. */
function triedOf({ among, metric }: SearchHistory, factsOf: FactsOf): JsonValue[] {
  return among.map((instance) => {
    const { task, coordinates } = instance, { trial, drawn = {} } = settleTrial(instance, factsOf);
    const { trial: _, slot: __, ...own } = coordinates;
    return {
      ...{ task, trial: trial!, coordinates: own, values: drawn, metric },
      figure: figureOf(instance, metric, factsOf),
      isDone: factsOf(instance) !== undefined,
    };
  });
}

/**
 * The parameters of an instance that are told what searches tried, once all trials have ended.
 *
 * @param factsOf What the instances recorded that it hangs on, all of which have ended.
 */
export function settleHistories(
  { histories = {} }: Instance,
  factsOf: FactsOf,
): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(histories).map(([name, history]) => [name, triedOf(history, factsOf)]),
  );
}

/**
 * An instance with the parameters of the trial that it is; any other as it is.
 *
 * @param factsOf What the instances recorded that it hangs on, all of which have ended.
 * @throws {UserError} If one of them did not record the figure that is compared, or if too few of them
 * came to an end.
 */
export function settleTrial(instance: Instance, factsOf: FactsOf): Instance {
  const { choice } = instance;
  if (choice === undefined) return instance;
  const trial = trialOf(instance, factsOf);
  return { ...instance, ...choice.trials[trial]!, trial, choice: undefined };
}
