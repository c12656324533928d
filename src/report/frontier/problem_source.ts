import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";
import type { FrontierRow } from "./frontier_rows.ts";
import { formatCount } from "../style/number_format.ts";
import { dataBanner } from "../page/data_banner.ts";
import type { Markup } from "../page/html.ts";

/** Problems that this project makes. */
const OWN = ["functions", "word-problems", "sudoku"];
const NAMES: Readonly<Record<string, string>> = {
  mbpp: "MBPP",
  gsm8k: "GSM8K",
  humaneval: "HumanEval",
  math: "MATH",
};

/** Fewer parameters than any network has that solves published problems. */
const LARGE = 100_000_000;

/** What the problems are called, and that they are our own where they are. */
function nameProblems({ name, kind }: DatasetMeta["source"]): string {
  const called = String(name ?? kind);
  return OWN.includes(String(kind))
    ? `“${called}”, reduced problems that this project makes itself`
    : NAMES[called] ?? `“${called}”`;
}

/** One sentence on the problems that were answered. */
export function describeProblems({ source, counts }: DatasetMeta): string {
  const numbers = [
    ["train", "sequences to train on"],
    ["validationProblems", "validation problems"],
    ["testProblems", "test problems"],
  ].flatMap(([name, text]) => {
    const count = counts[name!] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${text}`];
  });
  return `Problems: ${nameProblems(source)}${numbers.length > 0 ? `; ${numbers.join(", ")}` : ""}.`;
}

/** What figures must not be taken for. */
function warningOf(kind: string, rows: readonly FrontierRow[]): string | undefined {
  if (OWN.includes(kind)) {
    return "Compare these figures with nothing outside this report: they show directions of effects.";
  }
  const sizes = rows.map(({ model }) => Number(model?.parameters)), most = Math.max(...sizes);
  if (!(kind in NAMES) || !(most < LARGE)) return undefined;
  return `A network of ${
    formatCount(most)
  } parameters cannot solve such problems: a score near 0 is to ` +
    "be expected, and what this run shows is the way from the problems to the score.";
}

/** The page's first line: the problems, loud where figures may be taken for more than they are. */
export function problemsBanner(meta: DatasetMeta, rows: readonly FrontierRow[]): Markup {
  const { source } = meta, warning = warningOf(String(source.kind), rows);
  return dataBanner({
    ...{ source, text: describeProblems(meta), isLoud: warning !== undefined },
    warning: warning ?? false,
  });
}
