import type { Capacity } from "../../plan/capacity.ts";
import { wallTime } from "../../plan/estimate.ts";
import { formatDifference } from "../../plan/explain.ts";
import type { PlannedInstance } from "../../plan/plan_pipeline.ts";
import { formatGuess } from "../../../terminal/format.ts";

const MOST_DIFFERENCES = 8;

/** An answer about an instance for programs. */
export function plannedJson(one: PlannedInstance): string {
  const { instance, action, key, reason, differences, estimate } = one;
  return JSON.stringify({ instance: instance.name, action, key, reason, differences, estimate });
}

/** Why an instance would run, in lines. */
export function reasonLines({ reason, differences = [], nearest }: PlannedInstance): string[] {
  const lines = differences.slice(0, MOST_DIFFERENCES).map((difference) =>
    `      ${formatDifference(difference)}`
  );
  const more = differences.length - lines.length;
  if (more > 0) lines.push(`      and ${more} more`);
  const from = nearest === undefined
    ? ""
    : `, against ${nearest.instance} of ${nearest.startedAt.slice(0, 16).replace("T", " ")}`;
  return [`    ${reason}${from}`, ...lines];
}

/** Says how long instances will take that are to run: `about 17 to 35 minutes with 2 at one time`. */
export function describeWork(open: readonly PlannedInstance[], capacity: Capacity): string {
  const seconds = open.reduce((sum, { estimate = 0 }) => sum + estimate, 0);
  if (seconds === 0) return "";
  const isGuess = open.some(({ estimate }) => estimate === undefined);
  const guess = formatGuess(wallTime(open, capacity));
  const rest = isGuess ? ", without what has never run" : "";
  return `about ${guess} with ${capacity.jobs} at one time${rest}`;
}
