import { html, type Markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { standingOf } from "../analysis/standing.ts";
import { stepsText } from "../style/methods.ts";
import { enumerate, formatNumber } from "../style/number_format.ts";
import { columnOf } from "./text_columns.ts";
import { type ComparedFigure, compareTexts, type TextComparison } from "./text_comparison.ts";
import type { JudgedRows } from "./text_rows.ts";

const FIGURES: readonly ComparedFigure[] = ["characterNats", "perplexity"];

const gainText = ({ gain, interval }: TextComparison, digits: number) =>
  interval === null
    ? formatNumber(gain, digits)
    : `${formatNumber(gain, digits)} (${formatNumber(interval[0], digits)} to ${
      formatNumber(interval[1], digits)
    })`;

/** Whether the other method is the MDM's own network, drawn from plainly. */
const isMdm = ({ theirs: { sampler, network } }: TextComparison) =>
  sampler === "mdm" && network === undefined;

/** In a sentence, where ProSeCo is ahead of its MDM at equal evaluations. */
export function textVerdict(compared: readonly TextComparison[], figure: ComparedFigure): string {
  const { title } = columnOf(figure);
  const parts = [...Map.groupBy(compared.filter(isMdm), ({ ours }) => ours.method)].map((
    [method, own],
  ) => {
    const evaluations = (wanted: string) =>
      own.filter((one) => standingOf(one) === wanted).map(({ theirs }) => String(theirs.nfe));
    const said = (["ahead", "behind", "within"] as const).flatMap((standing) => {
      const found = evaluations(standing);
      if (found.length === 0) return [];
      const words = standing === "within"
        ? "neither beyond the interval"
        : `${standing} beyond the interval`;
      return [`${words} at ${enumerate(found)}`];
    });
    return said.length === 0
      ? `${method}: one text alone gives no interval`
      : `${method} is ${said.join(", ")}`;
  });
  return parts.length === 0
    ? ""
    : `${title}, against the MDM at equal evaluations: ${parts.join("; ")}.`;
}

function comparisonTable(
  compared: readonly TextComparison[],
  figure: ComparedFigure,
): Markup {
  const { digits } = columnOf(figure);
  const row = (one: TextComparison) => {
    const { theirs, ours } = one;
    const side = (row: typeof ours) =>
      html`
        <td class="text">${row.method}</td>
        <td>${stepsText(row)}</td>
        <td>${row.nfe}</td>
        <td>${formatNumber(row.figures[figure]!.mean, digits)}</td>
      `;
    return html`
      <tr>${side(theirs)}${side(ours)}<td class="gain">${gainText(one, digits)}</td>
      <td class="text">${standingOf(one)}</td></tr>
    `;
  };
  const side = html`
    <th></th>
    <th>Evaluations</th>
    <th>${columnOf(figure).title}</th>
  `;
  return html`
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th class="text">Method</th>${side}<th class="text">ProSeCo</th>${side}
            <th>Gain (95%)</th>
            <th class="text">Beyond it</th>
          </tr>
        </thead>
        <tbody>${compared.map(row)}</tbody>
      </table>
    </div>
  `;
}

/** ProSeCo's texts against those of each method at equal evaluations. */
export function textComparisonSection({ rows }: JudgedRows, index: number): Section[] {
  const parts = FIGURES.flatMap((figure) => {
    const compared = compareTexts(rows, figure);
    if (compared.length === 0) return [];
    const main = compared.filter(isMdm), others = compared.filter((one) => !isMdm(one));
    return [html`
      <h3>${columnOf(figure).title}</h3>
      ${main.length > 0 && html`
        <p class="verdict"><strong>${textVerdict(main, figure)}</strong></p>
        ${comparisonTable(main, figure)}
      `}
      ${others.length > 0 && html`<details><summary>The other methods (${others.length})</summary>
      ${comparisonTable(others, figure)}</details>`}
    `];
  });
  if (parts.length === 0) return [];
  return [{
    id: `equal-${index}`,
    title: "At equal evaluations",
    body: html`
      <p>Beside each method at each number of steps, ProSeCo at the most evaluations that are no more. A gain is the other's figure less ProSeCo's: lower figures are better.</p>
      ${parts}
      <p
        class="note">Intervals of 95%: over seeds (Student's t), or over texts where one seed ran, which says nothing of how another draw or training would have ended.</p>
    `,
  }];
}
