import type { SummaryRow } from "./summary.ts";

const OF_ONE_SEED =
  "binomial over samples for shares and counts, over molecules for the mean property";

/** What the errors of tables and figures are. */
export function errorNote(rows: readonly Pick<SummaryRow, "seeds">[]): string {
  const counts = rows.map(({ seeds }) => seeds.length);
  const most = Math.max(...counts), fewest = Math.min(...counts);
  if (most === 1) return `Errors (±, bars) are standard errors of one seed: ${OF_ONE_SEED}.`;
  const ofOne = fewest === 1 ? `; of one seed alone, ${OF_ONE_SEED}` : "";
  return `Errors (±, bars) are standard errors over seeds${ofOne}.`;
}
