import { html, type Markup, markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { averageOver, namesOf, varyingLabels } from "../metrics/measured.ts";
import { metricsTable } from "../metrics/metrics_table.ts";
import { parallelFigure } from "../metrics/parallel_figure.ts";
import type { NamedRecord, RecordedRow, RecordedTask } from "./recorded_rows.ts";

/** Figures of the work, not of what came out. */
const OF_WORK = ["seconds", "parameters"];
/** What is looked at first, where a task records it. */
const FIRST = ["validation", "valid", "accuracy", "bound", "correct"];
/** Labels that only name an instance. */
const NO_AXES = ["run", "status", "trial", "slot"];
/** Instances that make a sweep. */
const SWEEP = 3;
/** Axes that a figure has at most. */
const MOST_AXES = 9;

function chosenFigure(rows: readonly RecordedRow[]): string | undefined {
  const varying = namesOf(rows, "figures").filter((name) =>
    new Set(rows.map(({ figures }) => figures[name])).size > 1
  );
  return FIRST.find((name) => varying.includes(name)) ??
    varying.find((name) => !OF_WORK.includes(name));
}

function sweepFigure(rows: readonly RecordedRow[]): Markup | false {
  const figure = chosenFigure(rows);
  const axes = varyingLabels(rows).filter((name) => !NO_AXES.includes(name))
    .slice(0, MOST_AXES);
  // Over seeds alone the mean in the table tells more.
  const isSweep = rows.length >= SWEEP && axes.some((axis) => axis !== "seed");
  if (!isSweep || figure === undefined) return false;
  const lines = rows.map(({ instance, labels, figures, status }) => ({
    name: labels.run === undefined ? instance : `${labels.run} ${instance}`,
    values: { ...labels, [figure]: figures[figure] },
    isBroken: status !== "done",
  }));
  const broken = rows.some(({ status }) => status !== "done");
  return html`
    <figure>
      <div class="wide-figure" tabindex="0">${markup(
        parallelFigure(lines, [...axes.filter((name) => name !== figure), figure]),
      )}</div>
      <figcaption>Each line is an instance; its colour follows ${figure}.${broken &&
        " Dashed: of a run that failed or was stopped."}</figcaption>
    </figure>
  `;
}

function taskPart(
  { task, rows }: RecordedTask,
  link: ((name: string, value: string) => string | undefined) | undefined,
): Markup {
  const means = averageOver(rows, ["seed"]);
  return html`
    <h3>${task}</h3>
    ${metricsTable(means, { labels: varyingLabels(means), link })}
    ${sweepFigure(rows)}
  `;
}

/** What failed in one run or in several, or was stopped as it ran, and why. */
export function failuresSection(runs: readonly NamedRecord[]): Section[] {
  const rows = runs.flatMap(({ name, record: { failures = {} } }) =>
    Object.entries(failures).map(([instance, { status, reason, params }]) =>
      html`
        <tr>
          ${runs.length > 1 && html`<td class="text">${name}</td>`}
          <td class="text">${instance}</td>
          <td class="text">${status}</td>
          <td class="text">${reason}</td>
          <td class="text"><details>
            <summary>parameters</summary>
            <code>${JSON.stringify(params)}</code>
          </details></td>
        </tr>
      `
    )
  );
  const heads = [...runs.length > 1 ? ["Run"] : [], "Task", "Ended", "Why", ""];
  return rows.length === 0 ? [] : [{
    id: "failures",
    title: "What did not finish",
    body: html`
      <p>A trial of a search that fails counts as its worst; whatever failed is tried again when the pipeline is run again.</p>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>${heads.map((head) => html`<th scope="col" class="text">${head}</th>`)}</tr>
          </thead>
          <tbody>${rows}</tbody>
        </table>
      </div>
    `,
  }];
}

/** What the tasks of one run or of several recorded: a table for each, and sweeps as figures. */
export function recordedSection(
  tasks: readonly RecordedTask[],
  link?: (name: string, value: string) => string | undefined,
): Section[] {
  if (tasks.length === 0) return [];
  return [{
    id: "recorded",
    title: "What the tasks recorded",
    body: html`
      <p>Means ± standard errors where instances differ in their seed alone; a click on a column's head sorts.</p>
      ${tasks.map((task) => taskPart(task, link))}
    `,
  }];
}
