import type { Comparison, Verdict } from "./compare.ts";

const ORDER: readonly Verdict[] = [
  ...["WRONG", "REGRESSED", "MISSING", "CHANGED", "new", "moved", "same"] as const,
];
const HEADS = ["Figure", "Expected", "Now", "Change", "Tolerance", "Verdict"];

function number(value: number | null): string {
  if (value === null) return "–";
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(4);
}

function cells({ name, before, after, tolerance, verdict }: Comparison): string[] {
  const change = before === null || after === null ? null : after - before;
  const sign = change !== null && change > 0 ? "+" : "";
  return [name, number(before), number(after), sign + number(change), number(tolerance), verdict];
}

/** What moved, the worst first, as a Markdown table; `all` adds what did not move. */
export function comparisonTable(comparisons: readonly Comparison[], all = false): string {
  const shown = comparisons.filter(({ verdict }) => all || verdict !== "same");
  if (shown.length === 0) return "Nothing moved.\n";
  const rank = ({ verdict }: Comparison) => ORDER.indexOf(verdict);
  const rows = shown.toSorted((a, b) => rank(a) - rank(b)).map(cells);
  const widths = HEADS.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => row[i]!.length))
  );
  const line = (row: readonly string[]) =>
    `| ${
      row.map((cell, i) => i === 0 || i === 5 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))
        .join(" | ")
    } |\n`;
  const rule = widths.map((width, i) =>
    i === 0 || i === 5 ? "-".repeat(width) : "-".repeat(width - 1) + ":"
  );
  return [line(HEADS), line(rule), ...rows.map(line)].join("");
}

/** One sentence on a comparison: how many figures did what. */
export function describeComparison(comparisons: readonly Comparison[]): string {
  const counts = ORDER.map((verdict) => ({
    verdict,
    count: comparisons.filter((one) => one.verdict === verdict).length,
  })).filter(({ count }) => count > 0);
  const parts = counts.map(({ verdict, count }) => `${count} ${verdict.toLowerCase()}`);
  return `${comparisons.length} figures: ${parts.join(", ")}.`;
}
