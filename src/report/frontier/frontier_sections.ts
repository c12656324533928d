import { legendEntry } from "../figures/legend.ts";
import { html, type Markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { PAPER_SOURCE, PAPER_TABLES } from "../paper/paper_results.ts";
import { legendList, panelGrid } from "../sections/figure_sections.ts";
import { formatEstimate, formatNumber } from "../style/number_format.ts";
import { ownStepsPanel, paperStepsPanels, stepsLines } from "./figures/answer_steps_figure.ts";
import { CHOICE_RULE, type ChosenSetting } from "./chosen_settings.ts";
import type { Condition } from "./conditions.ts";
import type { Findings } from "./findings.ts";
import { frontierLegend, frontierPanels } from "./figures/frontier_figure.ts";
import { type FrontierRow, settingText } from "./frontier_rows.ts";
import { verdictText } from "./frontier_verdict.ts";

/** What the intervals of points and tables are. */
export function intervalNote(rows: readonly FrontierRow[]): string {
  return rows.some(({ seeds }) => seeds.length > 1)
    ? "± is the standard error over seeds; intervals hold 95%: by resampling problems, or over seeds " +
      "(Student's t) where that reaches further."
    : "One seed: intervals hold 95% by resampling problems, and say nothing of how another training " +
      "would have ended.";
}

/** An accuracy with its interval, such as `0.880 (0.850 to 0.908)`. */
export function accuracyText({ accuracy, interval: [low, high] }: FrontierRow): string {
  return `${formatEstimate(accuracy, 3)} (${formatNumber(low, 3)} to ${formatNumber(high, 3)})`;
}

function choiceTable(chosen: readonly ChosenSetting[]): Markup {
  const row = ({ name, method, limit, validation, test }: ChosenSetting) =>
    html`
      <tr>
        <td class="text">${method}</td>
        <td class="text">${name}</td>
        <td>${limit === null ? "none" : formatNumber(limit, 1)}</td>
        <td class="text">${settingText(validation)}</td>
        <td>${formatNumber(validation.accuracy.mean, 3)}</td>
        <td>${formatNumber(test?.evaluations, 1)}</td>
        <td class="gain">${test === null ? "not run" : accuracyText(test)}</td>
      </tr>
    `;
  return html`
    <div class="scroll" tabindex="0">
      <table class="choices">
        <thead>
          <tr>
            <th class="text">Method</th>
            <th
              class="text">Chosen as</th>
            <th>Limit of evaluations</th>
            <th
              class="text">Setting</th>
            <th>On validation</th>
            <th>Evaluations</th>
            <th>On test (95%)</th>
          </tr>
        </thead>
        <tbody>${chosen.map(row)}</tbody>
      </table>
    </div>
  `;
}

function frontierOf(findings: Findings, id: string): Markup {
  const { chosen, compared, test, title } = findings;
  const panels = frontierPanels(findings, "page");
  return html`
    <h3>${title}</h3>
    <p class="verdict"><strong>${verdictText(compared)}</strong></p>
    ${panels.length > 0 &&
      html`<figure id="${id}">${legendList("This run", frontierLegend(test, "page"))}${
        panelGrid(panels)
      }</figure>`}
    ${chosen.length > 0 ? choiceTable(chosen) : html`
      <p
        class="note">No setting is called fast, balanced or max: none of vanilla SFT ran on validation problems.</p>
    `}
  `;
}

/** The paper's Figure 3: accuracy against evaluations. */
export function frontierSection(findings: readonly Findings[]): Section {
  const rows = findings.flatMap(({ test }) => test);
  return {
    id: "frontier",
    title: "Accuracy against evaluations",
    body: html`
      <p>Accuracy on test problems by network evaluations of an answer, those after an early end not counted; each corrector step is one. Colour is ω, every how many steps the corrector fires; size is S, its steps each time. Up and to the left is better. Rings are settings that validation problems chose.</p>
      ${findings.map((one, i) => frontierOf(one, `frontier-figure-${i + 1}`))}
      <p
        class="note">After Figure 3 of the paper. ${CHOICE_RULE} ${intervalNote(
          rows,
        )} Numbers: <a href="frontier.csv">CSV</a>, <a href="frontier.json">JSON</a>; the figure: <a href="frontier.svg">SVG</a>, <a href="frontier.png">PNG</a>.</p>
    `,
  };
}

/** The paper's Figure 4: accuracy against T, and its own panels. */
export function stepsSection(conditions: readonly Condition[], about: "code" | "math"): Section[] {
  const drawn = conditions.filter((condition) => stepsLines(condition).length > 0);
  if (drawn.length === 0) return [];
  const lines = new Map(
    drawn.flatMap((condition) => stepsLines(condition).map((line) => [line.name, line] as const)),
  );
  const legend = Array.from(
    lines.values(),
    ({ name, ink }) => legendEntry({ label: name, ink, symbol: "circle" }, false, "page"),
  );
  const byValidation = drawn.some(({ validation }) => validation.length > 0);
  return [{
    id: "steps",
    title: "Accuracy by unmasking steps",
    body: html`
      <p>What a number of unmasking steps T gives, whatever correction costs on top. ${byValidation
        ? "Of each method with a corrector, the line is the S and ω with the best mean accuracy over T on validation problems."
        : "Of each method with a corrector, the line is its first S and ω, as no validation problems ran to choose by."}</p>
      <figure
        id="steps-figure">${legendList("This run", legend)}${panelGrid(
          drawn.flatMap((condition) => ownStepsPanel(condition, "page")),
          true,
        )}<h3>The paper's own points: other problems, networks of 8 billion parameters</h3>${panelGrid(
          paperStepsPanels(about, "page"),
          true,
        )}<figcaption>After Figure 4 of the paper. Tinted panels are the paper's, with axes of their own: ${PAPER_TABLES
          .llada_by_steps
          .what}. Source: ${PAPER_SOURCE}. Numbers of this run and of the paper: <a href="steps.csv">CSV</a>.</figcaption></figure>
    `,
  }];
}
