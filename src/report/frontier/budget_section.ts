import { html, type Markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { formatNumber } from "../style/number_format.ts";
import { standingOf } from "../analysis/standing.ts";
import type { AnswerComparison } from "./equal_budgets.ts";
import type { Findings } from "./findings.ts";
import { settingText } from "./frontier_rows.ts";
import { differenceText, pText, verdictText } from "./frontier_verdict.ts";

const STANDINGS = { ahead: "ahead", behind: "behind", within: "within it" } as const;

function comparisonRow(one: AnswerComparison, name?: string): Markup {
  const { ours, theirs, oursAlone, theirsAlone, p } = one;
  const side = ({ evaluations, accuracy }: typeof ours) =>
    html`
      <td>${formatNumber(evaluations, 1)}</td>
      <td>${formatNumber(accuracy.mean, 3)}</td>
    `;
  return html`
    <tr><td class="text">${settingText(theirs)}${name && ` (${name})`}</td>${side(
      theirs,
    )}<td class="text">${settingText(ours)}</td>${side(ours)}<td class="gain">${differenceText(
      one,
    )}</td><td class="text">${STANDINGS[
      standingOf(one)
    ]}</td><td>${oursAlone} : ${theirsAlone}</td><td>${pText(p)}</td></tr>
  `;
}

function comparisonTable(rows: readonly Markup[]): Markup {
  return html`
    <div class="scroll tall" tabindex="0">
      <table>
        <thead>
          <tr>
            <th class="text">Vanilla SFT at</th>
            <th>Evaluations</th>
            <th>Accuracy</th>
            <th
              class="text">ProSeCo SFT at</th>
            <th>Evaluations</th>
            <th>Accuracy</th>
            <th>Difference (95%)</th>
            <th
              class="text">Beyond 95%</th>
            <th>Solved alone</th>
            <th>McNemar</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}

function findingsMarkup({ title, compared, each }: Findings): Markup | false {
  if (each.length === 0) return false;
  const chosen = [
    ...compared.budgets.map((one) => comparisonRow(one)),
    ...(compared.full ? [comparisonRow(compared.full, "full T for both")] : []),
  ];
  return html`
    <h3>${title}</h3>
    <p>${verdictText(compared)}</p>
    ${chosen.length > 0 && comparisonTable(chosen)}
    <details><summary>Every setting of ProSeCo SFT with its sampler (${each.length})</summary>
    <p class="note">Each against vanilla SFT at equal evaluations or the next ones above, or at its most where that is still less. With so many comparisons some lie beyond their interval by chance.</p>
    ${comparisonTable(each.map((one) => comparisonRow(one)))}</details>
  `;
}

/** ProSeCo SFT with its sampler against vanilla SFT at equal evaluations. */
export function budgetSection(findings: readonly Findings[]): Section[] {
  const parts = findings.map(findingsMarkup).filter((part) => part !== false);
  if (parts.length === 0) return [];
  return [{
    id: "equal",
    title: "At equal evaluations",
    body: html`
      <p>At the evaluations of each setting of vanilla SFT, ProSeCo's best setting that takes no more of them. Validation problems choose it, test problems compare.</p>
      ${parts}
      <p
        class="note">The interval is of the difference on the same problems, by resampling them in pairs, or over seeds where that reaches further. Solved alone: problems that ProSeCo and vanilla alone solve with more than half of their answers; McNemar's exact test is of that split. Numbers: <a href="budgets.csv">CSV</a>.</p>
    `,
  }];
}
