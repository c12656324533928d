import { estimate } from "../../statistics/estimates.ts";
import type { JsonValue } from "../../support/json_value.ts";
import { html, markup } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { coordinateLabels } from "./coordinate_labels.ts";
import { type MeasuredMean, varyingLabels } from "./measured.ts";
import { metricsTable } from "./metrics_table.ts";
import { parallelFigure } from "./parallel_figure.ts";

/** What a search tried once, as `${search.name}` tells it. */
export interface Trial {
  /** Name of the task that it was an instance of: the rung. */
  readonly task: string;
  /** Its number, the same on each rung. */
  readonly trial: number;
  /** Where it stands in the task's own matrix. */
  readonly coordinates: Readonly<Record<string, JsonValue>>;
  /** What was drawn for it, and its budget. */
  readonly values: Readonly<Record<string, JsonValue>>;
  /** Name of the figure that is compared. */
  readonly metric: string;
  /** That figure, if it came to one. */
  readonly figure: number | null;
  /** Whether it came to an end. */
  readonly isDone: boolean;
}

/** Lines that a figure of parallel coordinates needs to say anything. */
const LEAST_LINES = 3;

/** Trials as rows of a table: where they stand, what was drawn, and what came of it. */
export function trialRows(trials: readonly Trial[]): MeasuredMean[] {
  const hasFailed = trials.some(({ isDone }) => !isDone);
  return trials.map(({ task, trial, coordinates, values, metric, figure, isDone }) => ({
    labels: {
      ...{ task, trial },
      ...Object.fromEntries(coordinateLabels({ ...coordinates, ...values })),
      ...hasFailed && { ended: isDone ? "done" : "failed" },
    },
    figures: figure === null ? {} : { [metric]: estimate([figure])! },
    count: 1,
  }));
}

/** What a search tried, trial by trial: a table, and lines over parallel axes. */
export function searchSection(trials: readonly Trial[]): Section[] {
  const [first] = trials;
  if (first === undefined) return [];
  const rows = trialRows(trials), { metric } = first;
  const varying = varyingLabels(rows), hasFailed = trials.some(({ isDone }) => !isDone);
  const axes = varying.filter((name) => !["task", "trial", "ended"].includes(name));
  const lines = trials.map(({ task, trial, figure, isDone }, i) => ({
    name: `${task}, trial ${trial}`,
    values: { ...rows[i]!.labels, [metric]: figure ?? undefined },
    isBroken: !isDone,
  }));
  const isDrawn = trials.length >= LEAST_LINES && axes.length > 0 &&
    trials.some(({ figure }) => figure !== null);
  return [{
    id: "search",
    title: "What the search tried",
    body: html`
      ${metricsTable(rows, { labels: [...new Set(["task", "trial", ...varying])] })}
      ${isDrawn && html`
        <figure>
          <div class="wide-figure" tabindex="0">${markup(
            parallelFigure(lines, [...axes, metric]),
          )}</div>
          <figcaption>Each line is a trial; its colour follows ${metric}.${hasFailed &&
            " Dashed: it failed."}</figcaption>
        </figure>
      `}
      <p class="note">The same as <a href="trials.csv">trials.csv</a>, in full.</p>
    `,
  }];
}
