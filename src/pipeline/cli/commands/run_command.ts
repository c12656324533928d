import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { exists } from "../../../support/files.ts";
import { machineCapacity } from "../../plan/capacity.ts";
import { openRemote } from "../../store/remote/remote_store.ts";
import type { CommandHooks } from "../hooks.ts";
import { run } from "../../run/run_pipeline.ts";
import { Store } from "../../store/store.ts";
import { announcer } from "../display/announce.ts";
import { chooseExecutor } from "../choose_executor.ts";
import { detachRun } from "../detach_run.ts";
import { chooseDisplay } from "../display/display.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { loadNamed } from "../load_named.ts";
import { type Arguments, resultsPath, storePath } from "../arguments.ts";
import { MlflowTracker } from "../../trackers/mlflow_tracker.ts";
import { recordedHistory } from "../../trackers/recorded_history.ts";
import { TrackerLink } from "../../trackers/tracker_link.ts";
import { paint, tell } from "../../../terminal/output.ts";

const STOPPING = "Stopping: running tasks write a checkpoint. Ctrl-C again stops at once.";

function leaving(title: string): string {
  return `Leaving: the jobs go on in ${title}. The same command follows them, cancel ends them.`;
}

/** Turns Ctrl-C into an orderly stop, and a second one into one at once. */
function stopOnSignals(onFirst: () => void): { soft: AbortSignal; hard: AbortSignal } {
  const soft = new AbortController(), hard = new AbortController();
  const onSignal = () => {
    if (soft.signal.aborted) return hard.abort();
    onFirst();
    soft.abort();
  };
  Deno.addSignalListener("SIGINT", onSignal);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", onSignal);
  return { soft: soft.signal, hard: hard.signal };
}

/** The tracker that the command line or the environment names. */
function openTracker(
  args: Arguments,
  store: Store,
  warn: (message: string) => void,
): TrackerLink | undefined {
  const url = args.text("tracker") ?? Deno.env.get("PROSECO_TRACKER");
  if (url === undefined) return undefined;
  return new TrackerLink(
    new MlflowTracker(url),
    (key) => store.lookUp(key).found,
    (manifest) => recordedHistory(store, manifest),
    warn,
  );
}

/** The `run` command. */
export async function runCommand(
  args: Arguments,
  root: string,
  { onRunEnd }: CommandHooks = {},
): Promise<number> {
  const pipeline = await loadNamed(args, root);
  const choice = await chooseExecutor(args, pipeline);
  const store = Store.open(storePath(args, root));
  if (args.flag("detach")) {
    return await detachRun(choice, { pipeline: pipeline.name, store, root });
  }
  const { title, leavesRunning } = choice.executor;
  const display = chooseDisplay(args.flag("json"));
  const signals = stopOnSignals(() =>
    display.note(paint(leavesRunning ? leaving(title) : STOPPING, "yellow"))
  );
  const data = Deno.env.get("PROSECO_DATA");
  const gpus = args.count("gpus");
  const capacity = machineCapacity(args.count("jobs", 1));
  const executor = await choice.executor.create({
    store,
    options: choice.options,
    jobs: args.count("jobs", 1),
    onWarning: (message) => display.show({ type: "warning", message }),
  });
  const remote = args.text("remote") ?? Deno.env.get("PROSECO_REMOTE");
  const tracker = openTracker(args, store, (message) => display.show({ type: "warning", message }));
  const selection = {
    only: args.texts("only"),
    from: args.texts("from"),
    until: args.texts("until"),
    force: args.texts("force"),
  };
  // How long jobs take that run and wait elsewhere is not for this machine to say.
  const announce = executor.schedules
    ? undefined
    : announcer(pipeline, { store, ...selection }, capacity, display);
  const result = await run(pipeline, {
    remote: remote === undefined ? undefined : await openRemote(remote),
    store,
    executor,
    results: resultsPath(args, root),
    capacity: gpus === undefined ? capacity : { ...capacity, gpus },
    keepGoing: args.flag("keep-going"),
    ...selection,
    command: Deno.args,
    environment: data === undefined ? undefined : { PROSECO_DATA: data },
    signal: signals.soft,
    killSignal: signals.hard,
    onEvent(event) {
      display.show(event);
      announce?.(event);
      tracker?.hear(event);
    },
  }).finally(async () => {
    await tracker?.settle();
    display.close();
  });
  if (result.folder !== undefined) {
    const hint = await onRunEnd?.(result.folder, storePath(args, root));
    const page = resolve(result.folder, "index.html");
    if (!args.flag("json") && exists(page)) {
      tell(`  ${pathToFileURL(page).href}`);
      if (hint !== undefined) tell(`  ${hint}`);
    }
  }
  return EXIT[result.status];
}
