import type { MoleculeDatasetMeta } from "../dataset_meta.ts";

/** Unknown tokens that are named one by one. */
const NAMED = 8;

type Counts = Pick<MoleculeDatasetMeta, "counts" | "leftOut" | "length">;

const numeral = (count: number) => count.toLocaleString("en");

/** Share of a data set's rows that are no part of it, though they are no repeats. */
export function shareLeftOut({ counts, leftOut }: Counts): number {
  const { rows, invalid, untokenised } = counts;
  return rows === 0 ? 0 : (invalid + untokenised + (leftOut?.withoutValue ?? 0)) / rows;
}

function percent(share: number): string {
  return share < 0.001 ? "under 0.1%" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}

/** How many rows were left out of a data set, and why; `undefined` if none was. */
export function describeLeftOut(meta: Counts): string | undefined {
  const { counts, leftOut = { tooLong: 0, unknownTokens: {}, withoutValue: 0 } } = meta;
  const { rows, invalid, untokenised } = counts, { tooLong, withoutValue } = leftOut;
  const all = invalid + untokenised + withoutValue;
  if (all === 0) return undefined;
  const tokens = Object.entries(leftOut.unknownTokens).sort(([, a], [, b]) => b - a);
  const named = tokens.slice(0, NAMED).map(([token, count]) => `${token} in ${numeral(count)}`);
  const more = tokens.length - named.length;
  const unknown = untokenised - tooLong;
  const reasons = [
    ...invalid > 0 ? [`RDKit cannot read ${numeral(invalid)}`] : [],
    ...withoutValue > 0 ? [`${numeral(withoutValue)} have no number as a property`] : [],
    ...unknown > 0
      ? [
        `${numeral(unknown)} have tokens that the vocabulary lacks` +
        (named.length > 0
          ? ` (${named.join(", ")}${more > 0 ? ` and ${numeral(more)} tokens more` : ""})`
          : ""),
      ]
      : [],
    ...tooLong > 0 ? [`${numeral(tooLong)} have more than ${meta.length - 2} tokens`] : [],
  ];
  return `${numeral(all)} of ${numeral(rows)} rows are left out (${percent(all / rows)}): ` +
    reasons.join("; ");
}
