import { type DistributionOptions, distributionPanels } from "../figures/distribution_figure.ts";
import { countNote, errorNote, PAPER_NOTE } from "./figure_notes.ts";
import { propertyText } from "../style/property_text.ts";
import type { NamedHistory } from "../../artifacts/history.ts";
import { html, type Markup, markup } from "../page/html.ts";
import { type LegendEntry, ownLegend, paperLegend } from "../figures/legend.ts";
import { lossFigure } from "../figures/loss_figure.ts";
import { nfePanels } from "../figures/nfe_figure.ts";
import type { Section } from "../page/page.ts";
import type { Panel } from "../figures/panel.ts";
import { PAPER_SOURCE } from "../paper/paper_results.ts";
import { paretoPanels } from "../figures/pareto_figure.ts";
import { byProperty, type SummaryRow } from "../analysis/summary.ts";

/** Panels beside each other, as many in a row as can be read. */
export function panelGrid(panels: readonly Panel[], wide = false): Markup {
  const columns = panels.length <= 4 ? Math.max(panels.length, 3) : panels.length <= 6 ? 3 : 4;
  return html`<div class="panels${wide && " wide"}" style="--columns: ${columns}">${
    panels.map(({ svg }) => html`<div>${markup(svg)}</div>\n`)
  }</div>\n`;
}

/** A legend whose entries pick out their lines. */
export function legendList(name: string, entries: readonly LegendEntry[]): Markup {
  return html`<ul class="legend"><li>${name}</li>${
    entries.map(({ label, series, svg }) =>
      html`<li><button type="button" aria-pressed="false" data-series="${series}">${
        markup(svg)
      }${label}</button></li>`
    )
  }</ul>`;
}

function propertyFigures(
  rows: readonly SummaryRow[],
  panels: (group: SummaryRow[]) => readonly Panel[],
): Markup[] {
  return byProperty(rows).map(([property, group]) =>
    html`<h3>${propertyText(property).name}</h3>\n${panelGrid(panels(group))}`
  );
}

/**
 * The paper's Figure 5 with its own points beside ours.
 *
 * @param name What the lines that are not the paper's are of, such as `This run`.
 * @param note What stands below the figure.
 */
export function paretoSection(rows: readonly SummaryRow[], name: string, note: Markup): Section {
  const paper = paperLegend(rows, "page");
  return {
    id: "pareto",
    title: "Novelty against property",
    body:
      html`<p>Each line is a method, guided ever more strongly along it: γ grows from the number at one end to the number at the other. Up and to the right is better. All panels of a property share their axes.</p>
<figure id="pareto-figure">${legendList(name, ownLegend(rows, "page"))}${
        paper.length > 0 && legendList("Paper", paper)
      }
${propertyFigures(rows, (group) => paretoPanels(group, "page"))}
<figcaption>Novel samples against the mean property of the novel ones, after Figure 5 of the paper. ${
        countNote(rows)
      } ${errorNote(rows)} ${PAPER_NOTE} Source: ${PAPER_SOURCE}.</figcaption></figure>
${note}`,
  };
}

/** Quality against cost. */
export function nfeSection(rows: readonly SummaryRow[]): Section {
  return {
    id: "nfe",
    title: "What evaluations buy",
    body:
      html`<p>The same settings by their cost: network evaluations per sequence, where a guided step counts as two and each corrector step counts. T grows along each line. Higher at the same place is better.</p>
<figure id="nfe-figure">${legendList("Method", ownLegend(rows, "page"))}
${propertyFigures(rows, (group) => nfePanels(group, "page"))}
<figcaption>Novel samples of 1,024 by network evaluations (logarithmic), a panel for each guidance strength γ.</figcaption></figure>`,
  };
}

/** What guidance does to the property, against the data set. */
export function distributionSection(options: readonly DistributionOptions[]): Section[] {
  const drawn = options.filter(({ metrics }) => metrics.length > 0);
  return drawn.length === 0 ? [] : [{
    id: "distribution",
    title: "Where guidance leads",
    body: html`
      <p>Grey is the data set. Lines are novel molecules at the largest T: dashed with the weakest guidance, solid with the strongest. Right of the dotted rule a molecule has the label.</p>
      <figure
        id="distribution-figure">${drawn.map((one) =>
          html`<h3>${propertyText(one.metrics[0]!.settings.property).name}</h3>\n${
            panelGrid(distributionPanels(one, "page"))
          }`
        )}<figcaption>Distribution of the property over distinct novel molecules of all seeds, and over the whole data set.</figcaption></figure>
    `,
  }];
}

/** Loss curves. */
export function lossSection(histories: readonly NamedHistory[]): Section[] {
  const drawn = histories.filter(({ entries }) => entries.length > 0);
  const all = drawn.map(({ entries }) => entries);
  return drawn.length === 0 ? [] : [{
    id: "loss",
    title: "Training",
    body: html`
      <figure
        id="loss-figure">${panelGrid(
          drawn.map(({ name, entries }) => lossFigure(entries, name, "page", all)),
          true,
        )}<figcaption>Loss by training step, averaged over short stretches of steps. Weighted by 1/t, so the height says less than the slope.</figcaption></figure>
    `,
  }];
}
