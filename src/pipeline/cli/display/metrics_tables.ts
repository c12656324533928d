import { table } from "../../../terminal/format.ts";
import { type Figure, metricNames, type MetricsRow } from "../../runs/run_metrics.ts";

/** A figure with the digits that a person reads. */
export function figureText(value: Figure): string {
  return typeof value === "boolean" ? String(value) : String(Number(value.toPrecision(6)));
}

/**
 * What instances recorded as text. Tasks record different things: each has a table of its own.
 *
 * @param sort Tasks without this metric are left out.
 */
export function metricsTables(rows: readonly MetricsRow[], sort?: string): string {
  const isOneRun = new Set(rows.map(({ run }) => run)).size === 1;
  const byTask = Map.groupBy(rows, ({ task }) => task);
  return [...byTask].flatMap(([task, rows]) => {
    const names = metricNames(rows);
    if (sort !== undefined && !names.includes(sort)) return [];
    const lines = rows.map(({ run, status, instance, metrics, failure }) => [
      isOneRun ? instance : instance === task ? run : `${run} ${instance}`,
      status,
      ...names.map((name) => name in metrics ? figureText(metrics[name]!) : ""),
      ...failure === undefined ? [] : [`✗ ${failure.split("\n")[0]}`],
    ]);
    return [`${task}\n${table([["", "", ...names], ...lines])}`];
  }).join("\n\n");
}
