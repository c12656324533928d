import type { RunRecord } from "../../pipeline/runs/run_record.ts";
import { figuresIn } from "../../pipeline/runs/run_metrics.ts";
import { scalarsIn } from "../../support/json.ts";
import { coordinateLabels } from "../metrics/coordinate_labels.ts";
import type { Measured } from "../metrics/measured.ts";

/** What the instances of a task recorded, in one run or several. */
export interface RecordedTask {
  readonly task: string;
  readonly rows: readonly RecordedRow[];
}

/** What one instance recorded. */
export interface RecordedRow extends Measured {
  /** Name of the instance. */
  readonly instance: string;
  /** How its run went. */
  readonly status: string;
}

/** A run and what it is called. */
export interface NamedRecord {
  readonly name: string;
  readonly record: RunRecord;
}

/**
 * What the tasks of runs recorded: a row for each instance with a figure, with its coordinates and with
 * the parameters in which the instances of its task differ.
 */
export function recordedTasks(runs: readonly NamedRecord[]): RecordedTask[] {
  const all = runs.flatMap(({ name, record }) =>
    Object.entries(record.instances).map(([instance, recorded]) => ({
      ...{ instance, name, recorded, status: record.status },
      figures: Object.fromEntries(
        Object.entries(figuresIn(recorded.facts)).map(([figure, value]) => [figure, Number(value)]),
      ),
      params: scalarsIn(recorded.params),
    }))
  ).filter(({ figures }) => Object.keys(figures).length > 0);
  return [...Map.groupBy(all, ({ recorded }) => recorded.task)].map(([task, group]) => {
    const names = [...new Set(group.flatMap(({ params }) => [...params.keys()]))];
    const varying = names.filter((name) =>
      new Set(group.map(({ params }) => params.get(name))).size > 1
    );
    const located = group.map((row) => ({
      ...row,
      axes: new Map(coordinateLabels(row.recorded.coordinates)),
    }));
    // A parameter that takes an axis's value in all rows tells nothing more than the axis.
    const isTold = (axis: string) =>
      axis !== "trial" && axis !== "slot" &&
      varying.some((param) =>
        located.every(({ axes, params }) => !axes.has(axis) || axes.get(axis) === params.get(param))
      );
    const told = new Set(
      [...new Set(located.flatMap(({ axes }) => [...axes.keys()]))].filter(isTold),
    );
    const rows = located.map(({ instance, name, axes: all, status, figures, params }) => {
      const own = varying.map((param) => [param, params.get(param) ?? null] as const);
      const axes = [...all].filter(([axis]) => !told.has(axis));
      return {
        ...{ instance, figures, status },
        labels: {
          ...(runs.length > 1 && { run: name, status }),
          ...Object.fromEntries([...axes, ...own]),
        },
      };
    });
    return { task, rows };
  });
}
