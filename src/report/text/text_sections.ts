import { html } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { legendList, panelGrid } from "../sections/figure_sections.ts";
import { factsText, listDistinct } from "../sections/settings_section.ts";
import { stepsText } from "../style/methods.ts";
import { formatCount, formatEstimate, formatNumber } from "../style/number_format.ts";
import { TEXT_COLUMNS } from "./text_columns.ts";
import { guidancePanels, textLegend, textPanels } from "./text_panels.ts";
import type { JudgedRows, TextRow } from "./text_rows.ts";

/** Texts shown of each method. */
const SHOWN = 3;

const columnsOf = ({ rows }: JudgedRows) =>
  TEXT_COLUMNS.filter(({ figure }) => rows.some(({ figures }) => figures[figure] !== undefined));

const settingOf = (row: TextRow) =>
  [row.method, stepsText(row), row.gamma === 1 ? "" : `γ = ${row.gamma}`]
    .filter((part) => part !== "").join(", ");

/** The paper's Table 2: the figures by method and steps, real text first. */
export function textTableSection(judged: JudgedRows, index: number, line: string): Section {
  const columns = columnsOf(judged), { reference } = judged.first;
  const isGuided = judged.rows.some(({ property }) => property !== undefined);
  const real = columns.map(({ figure, digits }) =>
    html`
      <td>${formatNumber(reference.figures[figure]?.value, digits)}</td>
    `
  );
  const body = judged.rows.map((row) =>
    html`
      <tr>
        <th class="text">${row.method}</th>
        <td>${stepsText(row)}</td>
        ${isGuided && html`
          <td class="text">${row.property ?? "nothing"}</td>
          <td>${row.property === undefined ? "" : row.gamma}</td>
        `}
        <td>${row.nfe}</td>
        <td>${formatCount(row.n)}</td>
        ${columns.map(({ figure, digits }) =>
          html`
            <td>${formatEstimate(row.figures[figure], digits)}</td>
          `
        )}
      </tr>
    `
  );
  return {
    id: `table-${index}`,
    title: "Figures by method and steps",
    body: html`
      <p>${line} Mean over seeds ± its standard error; where one seed ran, the error is over texts. MAUVE depends on n.</p>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th class="text">Method</th>
              <th>Steps</th>
              ${isGuided && html`
                <th class="text">Guided by</th>
                <th>γ</th>
              `}
              <th>Evaluations</th>
              <th>n</th>
              ${columns.map(({ title }) =>
                html`
                  <th>${title}</th>
                `
              )}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th class="text">real text</th>
              <td></td>
              ${isGuided && html`
                <td></td>
                <td></td>
              `}
              <td></td>
              <td>${formatCount(reference.n)}</td>
              ${real}
            </tr>
            ${body}
          </tbody>
        </table>
      </div>
      <p class="note">As a file: <a href="table.csv">CSV</a>.</p>
    `,
  };
}

/** Quality against evaluations and entropy, of texts that were shown no label. */
export function textFigureSection(judged: JudgedRows, index: number): Section[] {
  const free = unguided(judged);
  if (free.rows.length === 0) return [];
  return [{
    id: `figure-${index}`,
    title: "Quality against evaluations, and its entropy",
    body: html`
      <figure>${legendList("Method", textLegend(free, "page"))}${panelGrid(
        textPanels(free, "page"),
      )}<figcaption>Dashed lines are real text, judged alike. Lower perplexity and nats are better; an entropy below that of real text is repetition. As a file: <a href="texts.svg">SVG</a>, <a href="texts.png">PNG</a>.</figcaption></figure>
    `,
  }];
}

/** What guidance by a label does, by its strength. */
export function textGuidanceSection(judged: JudgedRows, index: number): Section[] {
  const rows = judged.rows.filter(({ property }) => property !== undefined);
  if (rows.length === 0) return [];
  const guided = { ...judged, rows };
  return [{
    id: `guidance-${index}`,
    title: `Texts guided by ${listDistinct(rows.map(({ property }) => property!))}`,
    body: html`
      <p>Each label in turn is asked for. Of the label: the share of texts that a classifier of runs of characters, which read other texts, finds of the label they were drawn for; dashed, what it finds right of real ones.</p>
      <figure>${legendList("Method", textLegend(guided, "page"))}${panelGrid(
        guidancePanels(guided, "page"),
      )}<figcaption>γ = 0 is the network without a label, 1 with it; above that the difference between the two is made greater. Of a classifier (CBG, FUDGE) γ is the power to which its probability of the label is raised; its evaluations count as well.</figcaption></figure>
    `,
  }];
}

/** Some texts of each method. */
export function textExamplesSection(judged: JudgedRows, index: number): Section {
  return {
    id: `texts-${index}`,
    title: "Texts side by side",
    body: html`${
      judged.rows.map((row) =>
        html`<h3>${settingOf(row)}</h3>
          ${row.examples.slice(0, SHOWN).map((text) => html`<blockquote>${text}</blockquote>`)}`
      )
    }`,
  };
}

/** What was run, and how to run it again. */
export function textSettingsSection(judged: readonly JudgedRows[], rerun: string): Section {
  const rows = judged.flatMap(({ rows }) => rows), [{ first }] = judged as [JudgedRows];
  return {
    id: "settings",
    title: "Settings",
    body: html`
      <dl>
        <dt>Data</dt>
        <dd>${factsText(first.data?.source ?? {})}</dd>
        <dt>Methods</dt>
        <dd>${listDistinct(rows.map(({ method }) => method))}</dd>
        <dt>Seeds</dt>
        <dd>${listDistinct(rows.flatMap(({ seeds }) => seeds))}</dd>
        <dt>Copies</dt>
        <dd>passages of at least ${first.copies.least} characters that stand in the ${formatCount(
          first.copies.indexed,
        )} characters of training data that were looked through</dd>
      </dl>
      <h3>Run it again</h3>
      <pre><code>${rerun}</code></pre>
      <p class="note">Every task whose inputs, parameters and code are unchanged comes from the cache.</p>
    `,
  };
}

/** The rows of texts that were shown no label, or that of the data. */
export function unguided(judged: JudgedRows): JudgedRows {
  return { ...judged, rows: judged.rows.filter(({ property }) => property === undefined) };
}
