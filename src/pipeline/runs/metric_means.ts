import { type Estimate, estimate } from "../../statistics/estimates.ts";
import { orderedName } from "../graph/naming.ts";
import { figuresIn } from "./run_metrics.ts";
import type { RunRecord } from "./run_record.ts";

/** What repetitions of an instance recorded. */
export interface MetricMeans {
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** How many instances differ in their seed alone. */
  readonly count: number;
  /** Mean and standard error of each metric, by its path. */
  readonly means: ReadonlyMap<string, Estimate>;
}

/** Means over the instances of a run that differ in their seed alone, by their name without it. */
export function metricMeans({ instances }: Pick<RunRecord, "instances">): Map<string, MetricMeans> {
  const groups = Map.groupBy(Object.values(instances), ({ task, coordinates }) => {
    const { seed: _, ...rest } = coordinates;
    return orderedName(task, rest);
  });
  return new Map([...groups].map(([name, group]) => {
    const figures = group.map(({ facts }) => figuresIn(facts));
    const metrics = new Set(figures.flatMap((one) => Object.keys(one)));
    const means = new Map([...metrics].map((metric) => {
      const values = figures.flatMap((one) => metric in one ? Number(one[metric]) : []);
      return [metric, estimate(values)!];
    }));
    return [name, { task: group[0]!.task, count: group.length, means }];
  }));
}
