import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";
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

/** What problems are called, and that they are our own where they are. */
export function problemsText(problems: string): string {
  return OWN.includes(problems)
    ? `“${problems}”, reduced problems that this project makes itself`
    : NAMES[problems] ?? `“${problems}”`;
}

/** One sentence on the problems that were answered. */
export function describeProblems({ source, counts }: DatasetMeta): string {
  const numbers = [
    ["train", "sequences to train on"],
    ["validationProblems", "validation problems"],
    ["testProblems", "test problems"],
  ].flatMap(([name, text]) =>
    counts[name!] === undefined ? [] : [`${formatCount(counts[name!]!)} ${text}`]
  );
  const name = problemsText(String(source.name ?? source.kind));
  return `Problems: ${name}${numbers.length > 0 ? `; ${numbers.join(", ")}` : ""}.`;
}

/** The page's first line: the problems, loud where they are not published ones. */
export function problemsBanner(meta: DatasetMeta): Markup {
  const isLoud = OWN.includes(String(meta.source.kind));
  return dataBanner({
    ...{ source: meta.source, text: describeProblems(meta), isLoud },
    warning: isLoud &&
      "Compare these figures with nothing outside this report: they show directions of effects.",
  });
}
