import { type Capacity, machineCapacity } from "../../plan/capacity.ts";
import { wallTime } from "../../plan/estimate.ts";
import { formatDifference } from "../../plan/explain.ts";
import { plan, type PlannedInstance } from "../../plan/plan.ts";
import { Store } from "../../store/store.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { formatSeconds } from "../../../terminal/format.ts";
import { loadNamed } from "../load_named.ts";
import { type Arguments, storePath } from "../../../terminal/options.ts";
import { print } from "../../../terminal/output.ts";
import type { CommandHooks } from "./run.ts";

const MOST_DIFFERENCES = 8;
const MOST_NAMES = 4;

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

/** Instances of one task that would run for the same reason are told together. */
function groupsOf(open: readonly PlannedInstance[]): PlannedInstance[][] {
  const groups = Map.groupBy(open, (one) => {
    const { instance: { task }, action, reason, differences } = one;
    return JSON.stringify([task, action, reason, differences]);
  });
  return [...groups.values()];
}

function groupLines(group: readonly PlannedInstance[]): string[] {
  const [first] = group;
  const mark = first.action === "run" ? "→" : "?";
  const known = group.flatMap(({ estimate }) => estimate === undefined ? [] : [estimate]);
  const seconds = known.reduce((sum, estimate) => sum + estimate, 0);
  const about = known.length === 0 ? "" : `  about ${formatSeconds(seconds)}`;
  if (group.length === 1) return [`${mark} ${first.instance.name}${about}`, ...reasonLines(first)];
  const names = group.slice(0, MOST_NAMES).map(({ instance }) => instance.name);
  const more = group.length - names.length;
  return [
    `${mark} ${first.instance.task} × ${group.length}${about}`,
    `    ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    ...reasonLines(first),
  ];
}

/** Says how long instances will take that are to run: `about 25 m of work, 24 m with 2 at one time`. */
export function describeWork(open: readonly PlannedInstance[], capacity: Capacity): string {
  const seconds = open.reduce((sum, { estimate = 0 }) => sum + estimate, 0);
  if (seconds === 0) return "";
  const isGuess = open.some(({ estimate }) => estimate === undefined);
  return `about ${formatSeconds(seconds)} of work, ${
    formatSeconds(wallTime(open, capacity))
  } with ` +
    `${capacity.jobs} at one time${isGuess ? ", without what has never run" : ""}`;
}

/** The `plan` command: what would run, why, and for how long. */
export async function planCommand(
  args: Arguments,
  root: string,
  { reckon }: CommandHooks = {},
): Promise<number> {
  const pipeline = await loadNamed(args, root);
  const planned = await plan(pipeline, {
    reckon,
    store: Store.open(storePath(args, root)),
    only: args.texts("only"),
    from: args.texts("from"),
    until: args.texts("until"),
    force: args.texts("force"),
  });
  if (args.flag("json")) {
    for (const one of planned) print(plannedJson(one));
    return EXIT.done;
  }
  const open = planned.filter(({ action }) => action !== "cached");
  const cached = planned.length - open.length;
  if (open.length === 0) {
    print(`all cached (${cached})`);
    return EXIT.done;
  }
  for (const group of groupsOf(open)) print(groupLines(group).join("\n"));
  const about = describeWork(open, machineCapacity(args.count("jobs", 1)));
  print(`${open.length} to run, ${cached} cached${about === "" ? "" : `; ${about}`}`);
  return EXIT.done;
}
