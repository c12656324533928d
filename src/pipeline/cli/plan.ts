import { formatDifference } from "../explain.ts";
import { instancesNamed } from "../select.ts";
import { plan, type PlannedInstance } from "../plan.ts";
import { UserError } from "../problem.ts";
import { Store } from "../store/store.ts";
import { EXIT } from "./exit.ts";
import { formatSeconds } from "./format.ts";
import { type Arguments, storePath } from "./options.ts";
import { print } from "./output.ts";
import { loadNamed } from "./run.ts";

const MOST_DIFFERENCES = 8;

function toJson({ instance, action, key, reason, differences, estimate }: PlannedInstance) {
  return { instance: instance.name, action, key, reason, differences, estimate };
}

function reasonLines({ reason, differences = [], nearest }: PlannedInstance): string[] {
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

/** The `plan` command: what would run, why, and for how long. */
export async function planCommand(args: Arguments, root: string): Promise<number> {
  const pipeline = await loadNamed(args, root);
  const planned = await plan(pipeline, {
    store: Store.open(storePath(args, root)),
    only: args.texts("only"),
    from: args.texts("from"),
    until: args.texts("until"),
    force: args.texts("force"),
  });
  if (args.flag("json")) {
    for (const one of planned) print(JSON.stringify(toJson(one)));
    return EXIT.done;
  }
  const open = planned.filter(({ action }) => action !== "cached");
  for (const one of open) {
    const about = one.estimate === undefined ? "" : `  about ${formatSeconds(one.estimate)}`;
    const mark = one.action === "run" ? "→" : "?";
    print([`${mark} ${one.instance.name}${about}`, ...reasonLines(one)].join("\n"));
  }
  const seconds = open.reduce((sum, { estimate = 0 }) => sum + estimate, 0);
  const cached = planned.length - open.length;
  const about = seconds > 0 ? `, about ${formatSeconds(seconds)} of work` : "";
  print(
    open.length === 0
      ? `all cached (${cached})`
      : `${open.length} to run, ${cached} cached${about}`,
  );
  return EXIT.done;
}

/** The `why` command: what makes an instance's key new. */
export async function whyCommand(args: Arguments, root: string): Promise<number> {
  const pipeline = await loadNamed(args, root);
  const [, ...names] = args.positionals;
  if (names.length === 0) throw new UserError("Name a task: why PIPELINE TASK");
  const asked = instancesNamed(pipeline, names);
  const planned = await plan(pipeline, { store: Store.open(storePath(args, root)), until: names });
  const told = planned.filter(({ instance }) => asked.has(instance));
  for (const one of told) {
    if (args.flag("json")) {
      print(JSON.stringify(toJson(one)));
    } else if (one.action === "cached") {
      const { run, startedAt, seconds } = one.manifest!;
      print(
        `✓ ${one.instance.name} is cached: run ${run} made it at ${startedAt} in ${
          formatSeconds(seconds)
        }\n    key ${one.key}`,
      );
    } else {
      print([`→ ${one.instance.name} would run`, ...reasonLines(one)].join("\n"));
      if (one.action === "after") {
        const cause = planned.find(({ action }) => action === "run");
        if (cause !== undefined) {
          print([`  It begins with ${cause.instance.name}`, ...reasonLines(cause)].join("\n"));
        }
      }
    }
  }
  return EXIT.done;
}
