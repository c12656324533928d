import { stepsPanels } from "../../figures/steps_figure.ts";
import { html, markup } from "../../page/html.ts";
import { renderPage, type Section } from "../../page/page.ts";
import {
  type FilledTable,
  fillPaperTables,
  type PublishedScores,
} from "../../paper/paper_tables.ts";
import type { PublishedReport } from "../../runs/published_reports.ts";
import { banner, FOOTER } from "../page_frame.ts";

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
