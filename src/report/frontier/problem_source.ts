import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";
import { formatCount } from "../style/number_format.ts";
import { html, type Markup } from "../page/html.ts";

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
  const { kind, ...details } = meta.source;
  const isOwn = OWN.includes(String(kind));
  const text = Object.entries(details)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => `${name} ${value}`).join(" · ");
  return html`
    <div class="source${isOwn && " loud"}" id="source" data-kind="${String(kind)}">
      <div class="bar"><strong>Data.</strong> ${describeProblems(meta)}
    ${isOwn &&
      "Compare these figures with nothing outside this report: they show directions of effects."}
    ${text !== "" && html`<span class="detail">${text}</span>`}</div>
    </div>
  `;
}
