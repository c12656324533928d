import {
  curvePanels,
  curveStyles,
  MOST_SERIES,
  type OverlaidCurve,
} from "../../figures/curves_figure.ts";
import { legendEntry } from "../../figures/legend.ts";
import { html, markup } from "../../page/html.ts";
import type { Section } from "../../page/page.ts";
import type { TrainingCurve } from "../../runs/training_curves.ts";
import { legendList } from "../../sections/figure_sections.ts";

/** Ways to name the lines, from the most particular to the coarsest. */
const NAMINGS: readonly ((curve: TrainingCurve) => readonly string[])[] = [
  ({ run, task, setting }) => [run, task, setting],
  ({ run, task }) => [run, task],
  ({ run }) => [run],
];

/** Labels of the lines: as particular as can be told apart, and without what all have alike. */
function seriesOf(curves: readonly TrainingCurve[]): string[] {
  const distinct = (names: readonly (readonly string[])[]) =>
    new Set(names.map((parts) => parts.join("\n"))).size;
  const all = NAMINGS.map((naming) => curves.map(naming));
  const chosen = all.find((names) => distinct(names) <= MOST_SERIES) ?? all.at(-1)!;
  const varies = chosen[0]!.map((_, i) => new Set(chosen.map((parts) => parts[i])).size > 1);
  return chosen.map((parts) => {
    const told = parts.filter((part, i) => varies[i] && part !== "");
    return told.length > 0 ? told.join(" ") : parts.filter((part) => part !== "").join(" ");
  });
}

/** The curves of all trainings of some runs, over each other. */
export function curvesSection(
  curves: readonly TrainingCurve[],
  problems: readonly string[],
): Section[] {
  const logged = curves.filter(({ entries }) => entries.length > 0);
  if (logged.length + problems.length === 0) return [];
  const series = logged.length === 0 ? [] : seriesOf(logged);
  const drawn = logged.map(({ run, instance, isBroken, entries }, i): OverlaidCurve => ({
    name: `${run} ${instance}`,
    series: series[i]!,
    isBroken,
    entries,
  }));
  const entries = [...curveStyles(drawn).values()].map((style) =>
    legendEntry(style, false, "page")
  );
  const panels = curvePanels(drawn, "page");
  return [{
    id: "curves",
    title: "Training curves",
    body: html`
      ${panels.length > 0 && html`
        <figure id="curves-figure">
          ${legendList("Trainings", entries)}
          <div class="panels" style="--columns: 2">${panels.map(({ svg }) =>
            html`<div>${markup(svg)}</div>\n`
          )}</div>
          <figcaption>Loss by training step, averaged over short stretches, all trainings on one axis; dashed what failed or was stopped; seeds of the same settings share a colour, and a click in the legend picks them out. The first steep fall is cut off. Losses of different objectives are not the same quantity.</figcaption>
        </figure>
      `}
      ${problems.map((problem) => html`<p class="note">${problem}</p>`)}
    `,
  }];
}
