import { machineCapacity } from "../../plan/capacity.ts";
import { describeWork, plannedJson, reasonLines } from "../display/planned_lines.ts";
import { plan, type PlannedInstance } from "../../plan/plan_pipeline.ts";
import { Store } from "../../store/store.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { formatGuess } from "../../../terminal/format.ts";
import { chooseExecutor } from "../choose_executor.ts";
import { foreseenJobs, submissionLines } from "../display/submission_lines.ts";
import { loadNamed } from "../load_named.ts";
import { type Arguments, storePath } from "../arguments.ts";
import { print } from "../../../terminal/output.ts";

const MOST_NAMES = 4;

/** At least one instance. */
type Group = readonly [PlannedInstance, ...PlannedInstance[]];

/** Instances of one task that would run for the same reason are told together. */
function groupsOf(open: readonly PlannedInstance[]): Group[] {
  const groups = Map.groupBy(open, (one) => {
    const { instance: { task }, action, reason, differences } = one;
    return JSON.stringify([task, action, reason, differences]);
  });
  return [...groups.values()] as unknown as Group[];
}

function groupLines(group: Group): string[] {
  const [first] = group;
  const mark = first.action === "run" ? "→" : "?";
  const known = group.flatMap(({ estimate }) => estimate === undefined ? [] : [estimate]);
  const seconds = known.reduce((sum, estimate) => sum + estimate, 0);
  const about = known.length === 0 ? "" : `  about ${formatGuess(seconds)}`;
  if (group.length === 1) return [`${mark} ${first.instance.name}${about}`, ...reasonLines(first)];
  const names = group.slice(0, MOST_NAMES).map(({ instance }) => instance.name);
  const more = group.length - names.length;
  return [
    `${mark} ${first.instance.task} × ${group.length}${about}`,
    `    ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    ...reasonLines(first),
  ];
}

/** The `plan` command: what would run, why, and for how long. */
export async function planCommand(
  args: Arguments,
  root: string,
): Promise<number> {
  const pipeline = await loadNamed(args, root);
  const { executor, options } = await chooseExecutor(args, pipeline);
  const store = Store.open(storePath(args, root));
  const planned = await plan(pipeline, {
    store,
    only: args.texts("only"),
    from: args.texts("from"),
    until: args.texts("until"),
    force: args.texts("force"),
  });
  const open = planned.filter(({ action }) => action !== "cached");
  const foreseen = await executor.foresee?.(foreseenJobs(open), {
    ...{ store, options, pipeline: pipeline.name },
    jobs: args.count("jobs", 1),
  });
  if (args.flag("json")) {
    for (const one of planned) print(plannedJson(one));
    for (const one of foreseen?.submissions ?? []) print(JSON.stringify({ submission: one }));
    return EXIT.done;
  }
  const cached = planned.length - open.length;
  if (open.length === 0) {
    print(`all cached (${cached})`);
    return EXIT.done;
  }
  for (const group of groupsOf(open)) print(groupLines(group).join("\n"));
  if (foreseen !== undefined) print(submissionLines(foreseen, executor.title).join("\n"));
  const about = describeWork(open, machineCapacity(args.count("jobs", 1)));
  print(`${open.length} to run, ${cached} cached${about === "" ? "" : `; ${about}`}`);
  return EXIT.done;
}
