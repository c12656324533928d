import { PAPER_SCALE } from "../paper/paper_results.ts";
import { PAPER_COUNT, type SummaryRow } from "../analysis/summary.ts";

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

/** How counts relate to the paper's 1,024 samples. */
export function countNote(rows: readonly SummaryRow[]): string {
  const counts = [...new Set(rows.map(({ count }) => count))].sort((a, b) => a - b);
  return counts.every((count) => count === PAPER_COUNT)
    ? "Novel samples are counts out of 1,024."
    : `This run drew ${
      counts.join(" or ")
    } samples a setting and seed; counts are scaled to 1,024.`;
}

/** What the paper's points are. */
export const PAPER_NOTE =
  `The paper's points are read off its Figure 5 (${PAPER_SCALE}, T from 8 to 128, ` +
  "about ±5 samples): another scale, for the shape alone.";
