import { dataName } from "../../artifacts/provenance/data_name.ts";
import { compareAtEqualEvaluations } from "../analysis/equal_evaluations.ts";
import { comparisonTable, describeGains } from "../sections/equal_evaluations_section.ts";
import { byProperty } from "../analysis/summary.ts";
import { nfeSection, paretoSection } from "../sections/figure_sections.ts";
import { enumerate, formatNumber } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { html, type Markup, markup } from "../page/html.ts";
import { seriesStyles } from "../style/methods.ts";
import { renderPage, type Section } from "../page/page.ts";
import { type FilledTable, fillPaperTables, type PublishedScores } from "../paper/paper_tables.ts";
import type { PublishedReport } from "../runs/published_reports.ts";
import { type NamedRecord, recordedTasks } from "../runs/recorded_rows.ts";
import { recordedSection } from "../runs/recorded_section.ts";
import { propertyTable } from "../sections/table_section.ts";
import { stepsPanels } from "../figures/steps_figure.ts";
import { banner, FOOTER, resultUrl } from "./page_frame.ts";
import { liveClient } from "./live_client.ts";
import { livePart } from "./live_part.ts";
import type { Running } from "./running.ts";

function sourceText({ table }: PublishedReport): string {
  return table.source.kind === "enumerated" ? "enumerated, not QM9" : dataName(table.source);
}

function runRow(report: PublishedReport): Markup {
  const { name, table, writtenAt, run } = report;
  const best = byProperty(table.rows).map(([property, rows]) => {
    const most = Math.max(...rows.map(({ novelPer1024 }) => novelPer1024.mean));
    return `${propertyText(property).inProse} ${formatNumber(most, 0)}`;
  });
  const written = new Date(writtenAt).toISOString().slice(0, 16).replace("T", " ");
  return html`
    <tr>
      <td class="text"
        data-value="${name}"><label><input type="checkbox" name="run" value="${name}">
        <a href="${resultUrl("runs", name, "report.html")}">${name}</a></label></td>
      <td class="text" data-value="${run?.record.profile}">${run &&
        html`<a href="${resultUrl("run", run.name)}">${run.record.profile ?? "tasks"}</a>`}</td>
      <td class="text" data-value="${written}">${written}</td>
      <td class="text" data-value="${sourceText(report)}">${sourceText(report)}</td>
      <td data-value="${table.rows.length}">${table.rows.length}</td>
      <td class="text" data-value="${best[0]}">${best.join(", ")}</td>
    </tr>
  `;
}

/** A table whose heads sort; only the column at `numeric` holds numbers. */
function sortableTable(heads: readonly string[], numeric: number, rows: readonly Markup[]): Markup {
  return html`
    <div class="scroll" tabindex="0">
      <table class="sortable">
        <thead>
          <tr>${heads.map((head, index) =>
            html`<th scope="col" class="${
              index === numeric ? "number" : "text"
            }"><button type="button">${head}</button></th>`
          )}</tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}

/** The list of all reports and runs, with what is running. */
export function indexPage(
  reports: readonly PublishedReport[],
  runs: readonly NamedRecord[],
  running: Running,
  problems: readonly string[],
): string {
  const heads = ["Report", "Run", "Written (UTC)", "Data", "Settings", "Most novel of 1,024"];
  const list = reports.length === 0
    ? html`<p>No reports yet: run <code>deno task pipeline qm9-guided</code>.</p>`
    : html`
      <form action="/compare">
        ${sortableTable(heads, 4, reports.map(runRow))}
        <p class="actions"><button type="submit">Compare the ticked runs</button></p>
      </form>
    `;
  return renderPage({
    title: "Runs",
    lead: "What ran on this machine, and what is running.",
    source: banner(`${reports.length} reports`),
    sections: [
      {
        id: "live",
        title: "Running",
        body: html`<div id="live-trainings">${livePart(running)}</div>`,
      },
      {
        id: "runs",
        title: "Reports",
        body: html`${list}${problems.map((problem) => html`<p class="note">${problem}</p>`)}`,
      },
      ...runsSection(runs),
    ],
    footer: FOOTER,
    scripts: [liveClient],
  });
}

/** What the tasks of several runs recorded, whatever they are, side by side. */
export function compareRunsPage(runs: readonly NamedRecord[]): string {
  const link = (name: string, value: string) =>
    name === "run" ? resultUrl("run", value) : undefined;
  return renderPage({
    title: "Comparison of runs",
    lead: `${enumerate(runs.map(({ name, record }) => `${name} (${record.status})`))}.`,
    source: banner("a comparison"),
    sections: recordedSection(recordedTasks(runs), link),
    footer: FOOTER,
  });
}

function recordRow({ name, record }: NamedRecord): Markup {
  const count = Object.keys(record.instances).length;
  const ended = record.finishedAt.slice(0, 16).replace("T", " ");
  return html`
    <tr>
      <td class="text"
        data-value="${name}"><label><input type="checkbox" name="run" value="${name}">
        <a href="${resultUrl("run", name)}">${name}</a></label></td>
      <td class="text" data-value="${record.status}">${record.status}</td>
      <td class="text" data-value="${record.profile}">${record.profile}</td>
      <td class="text" data-value="${ended}">${ended}</td>
      <td data-value="${count}">${count}</td>
    </tr>
  `;
}

/** All runs, whether they published a report or not, to be ticked and compared. */
function runsSection(runs: readonly NamedRecord[]): Section[] {
  if (runs.length === 0) return [];
  return [{
    id: "all-runs",
    title: "Runs",
    body: html`
      <form action="/compare-runs">
        ${sortableTable(
          ["Run", "Status", "Profile", "Ended (UTC)", "Instances"],
          4,
          runs.map(recordRow),
        )}
        <p class="actions"><button type="submit">Compare what the ticked runs recorded</button></p>
      </form>
    `,
  }];
}

/** Several runs on the same axes and in one table. */
export function comparePage(reports: readonly PublishedReport[]): string {
  const rows = reports.flatMap(({ name, table }) =>
    table.rows.map((row) => ({ ...row, method: `${row.method} · ${name}` }))
  );
  const styles = seriesStyles(rows);
  const gains = reports.flatMap(({ name, table }): Markup[] => {
    const comparisons = compareAtEqualEvaluations(table.rows);
    return comparisons.length === 0 ? [] : [
      html`<h3>${name}</h3><p>${describeGains(comparisons)}</p>${comparisonTable(comparisons)}`,
    ];
  });
  const sections: Section[] = [
    paretoSection(rows, "Runs", html``),
    nfeSection(rows),
    ...(gains.length === 0 ? [] : [{
      id: "equal",
      title: "At equal evaluations",
      body:
        html`<p>Novel samples of 1,024: the best of each baseline against ProSeCo's best with equal or fewer network evaluations, for each run.</p>${gains}`,
    }]),
    {
      id: "table",
      title: "Every setting",
      body: html`${
        byProperty(rows).map(([property, group]) =>
          html`<h3>${propertyText(property).name}</h3>${propertyTable(group, styles)}`
        )
      }`,
    },
  ];
  return renderPage({
    title: "Comparison",
    lead: `${enumerate(reports.map((report) => `${report.name} (${sourceText(report)})`))}.`,
    source: banner("a comparison"),
    sections,
    footer: FOOTER,
  });
}

function filledTable({ title, note, columns, rows, id }: FilledTable): Section {
  const sources: string[] = [];
  const reference = (provenance: string) => {
    const known = sources.indexOf(provenance);
    return known < 0 ? sources.push(provenance) : known + 1;
  };
  const body = rows.map(({ name, cells }) =>
    html`
      <tr><td class="text">${name}</td>${cells.map(({ text, provenance }, index) =>
        html`<td class="${
          columns[index]?.ofPaper ? "paper" : "ours"
        }" title="${provenance}">${text}${
          provenance !== undefined && html`<sup>${reference(provenance)}</sup>`
        }</td>`
      )}</tr>
    `
  );
  return {
    id,
    title,
    body: html`
      <p>${note}</p>
      <div class="scroll tall" tabindex="0">
        <table>
          <thead>
            <tr><th scope="col"></th>${columns.map(({ name, ofPaper }) =>
              html`<th scope="col" class="${ofPaper ? "paper" : "ours"}">${name}</th>`
            )}</tr>
          </thead>
          <tbody>${body}</tbody>
        </table>
      </div>
      ${sources.length > 0 &&
        html`<ol class="provenance">${sources.map((source) => html`<li>${source}</li>`)}</ol>`}
    `,
  };
}

/** The paper's tables beside what ran here. */
export function tablesPage(
  reports: readonly PublishedReport[],
  scores: readonly PublishedScores[],
): string {
  return renderPage({
    title: "The paper's tables",
    lead: "The paper's numbers in grey; beside them what ran here, empty where nothing did.",
    source: banner("each number of ours with the run it comes from"),
    sections: [...fillPaperTables(reports, scores).map(filledTable), {
      id: "curves",
      title: "By inference steps",
      body: html`
        <figure id="steps-figure">
          <div class="panels" style="--columns: 3">${stepsPanels(scores, "page").map(({ svg }) =>
            html`<div>${markup(svg)}</div>`
          )}</div>
          <figcaption>Table 2 as curves: the paper's numbers dashed, what ran here solid.</figcaption>
        </figure>
      `,
    }],
    footer: FOOTER,
  });
}
