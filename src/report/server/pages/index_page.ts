import { sortableHead } from "../../page/sortable_head.ts";
import { html, type Markup } from "../../page/html.ts";
import { renderPage, type Section } from "../../page/page.ts";
import type { PublishedReport } from "../../runs/published_reports.ts";
import type { NamedRecord } from "../../runs/recorded_rows.ts";
import { formatNumber } from "../../style/number_format.ts";
import { propertyText } from "../../style/property_text.ts";
import { byProperty } from "../../analysis/summary.ts";
import { liveClient } from "../live_client.ts";
import { livePart } from "../live_part.ts";
import { banner, FOOTER, resultUrl } from "../page_frame.ts";
import type { Running } from "../running.ts";
import { sourceText } from "./source_text.ts";

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

/** A table whose heads sort; only the column `numeric` holds numbers. */
function sortableTable(heads: readonly string[], numeric: string, rows: readonly Markup[]): Markup {
  return html`
    <div class="scroll" tabindex="0">
      <table class="sortable">
        ${sortableHead(heads.map((text) => ({ text, left: text !== numeric })))}
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
        ${sortableTable(heads, "Settings", reports.map(runRow))}
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
          "Instances",
          runs.map(recordRow),
        )}
        <p class="actions"><button type="submit">Compare what the ticked runs recorded</button></p>
      </form>
    `,
  }];
}
