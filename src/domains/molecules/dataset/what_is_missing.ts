import type { LabelledMolecules, LabelOptions } from "./labelled_molecules.ts";

/** What a data set lacks that later steps may need, each with what to do about it. */
export function whatIsMissing(
  { train, test, thresholds }: LabelledMolecules,
  { holdout, labelQuantile, thresholds: given = {} }: Pick<
    LabelOptions,
    "holdout" | "labelQuantile" | "thresholds"
  >,
): string[] {
  const lines: string[] = [], count = train.count + test.count;
  if (test.count === 0) {
    lines.push(
      `no molecule is held out: a holdout of ${holdout} of ${count} is none, so that validation and ` +
        `eval/bound have nothing to judge by; set holdout to ${(1 / count).toPrecision(1)} or more`,
    );
  }
  for (const [property, { threshold }] of thresholds) {
    const labels = train.labels.get(property)!, high = labels.reduce((sum, one) => sum + one, 0);
    if (high > 0 && high < train.count) continue;
    const missing = high === 0 ? 1 : 0, side = missing === 1 ? "above" : "at or below";
    const isGiven = property in given,
      name = isGiven ? `the threshold of ${property}` : "labelQuantile";
    lines.push(
      `label ${missing} of ${property} has no member to train on, so that guidance to it means ` +
        `nothing: none has a value ${side} ${threshold}, ` +
        `${isGiven ? "as given" : `the ${labelQuantile} quantile of all`}; set ${name} ` +
        `${missing === 1 ? "lower" : "higher"} or leave ${property} out of properties`,
    );
  }
  return lines;
}
