import { join } from "node:path";
import { readJob } from "../../worker/job.ts";
import { findPipeline, pipelineFiles } from "../../graph/load.ts";
import { tracedRuns } from "../../runs/retention.ts";
import { namesIn } from "../../../support/files.ts";
import { LeaseObserver } from "../../store/lease.ts";
import type { Store } from "../../store/store.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { ageOf, shownHost } from "../display/event_line.ts";
import { formatSeconds, table } from "../../../terminal/format.ts";
import { type Arguments, resultsPath } from "../arguments.ts";
import { storeToRead } from "../store_to_read.ts";
import { print } from "../../../terminal/output.ts";

/** Seconds of silence that are worth a word; a holder shows that it lives every few. */
const QUIET = 60;

/** Why an instance may be unfinished, by the status of the run that wanted it. */
const REASONS: Readonly<Record<string, string>> = {
  failed: "failed",
  stopped: "was stopped",
  killed: "was killed",
  running: "goes on",
};

function runningInstances(store: Store) {
  const leases = new LeaseObserver(store);
  return namesIn(join(store.path, "leases")).flatMap((key) => {
    const holder = leases.holder(key);
    const { instance, pipeline } = readJob(store, key) ?? {};
    // Not all that is held is an instance: jobs are submitted by one run at a time.
    return holder === undefined || instance === undefined
      ? []
      : [{ instance, pipeline, key, ...holder, silence: leases.silence(key) / 1000 }];
  });
}

function unfinishedInstances(store: Store, held: ReadonlySet<string>) {
  return namesIn(join(store.path, "work")).filter((key) => !held.has(key)).map((key) => {
    const { instance = key, pipeline, run } = readJob(store, key) ?? {};
    const hasCheckpoint = namesIn(store.scratchFolder(key)).length > 0;
    return { key, instance, pipeline, run, hasCheckpoint };
  });
}

/** The `status` command: what is running, and how the newest runs went. */
export async function statusCommand(args: Arguments, root: string): Promise<number> {
  const store = storeToRead(args, root);
  const [wanted] = args.positionals;
  if (wanted !== undefined) findPipeline(wanted, root);
  const running = runningInstances(store);
  const unfinished = unfinishedInstances(store, new Set(running.map(({ key }) => key)));
  const runs = Map.groupBy(tracedRuns(resultsPath(args, root), store), ({ pipeline }) => pipeline);
  const newest = [...pipelineFiles(root).keys()]
    .filter((name) => wanted === undefined || name === wanted)
    .map((pipeline) => {
      const last = runs.get(pipeline)?.at(-1);
      return { pipeline, run: last?.run, status: last?.status ?? "never run" };
    });
  if (args.flag("json")) {
    print(JSON.stringify({ running, unfinished, newest }));
    return await Promise.resolve(EXIT.done);
  }
  const of = (pipeline: string | undefined) => pipeline === undefined ? "" : ` of ${pipeline}`;
  const statuses = new Map(
    [...runs.values()].flat().map(({ run, status }) => [run, status] as const),
  );
  for (const { instance, pipeline, pid, host, since, silence } of running) {
    const quiet = silence > QUIET ? `, no sign of life for ${formatSeconds(silence)}` : "";
    print(
      `→ ${instance}${of(pipeline)}: process ${pid} on ${shownHost(host)} for ${
        ageOf(since)
      }${quiet}`,
    );
  }
  for (const { instance, pipeline, run, hasCheckpoint } of unfinished) {
    const status = run === undefined ? undefined : statuses.get(run);
    const reason = status === undefined ? undefined : REASONS[status];
    const more = hasCheckpoint ? "; it goes on from its checkpoint" : "";
    print(
      `■ ${instance}${of(pipeline)} is unfinished${
        reason === undefined ? "" : `: its run ${reason}`
      }${more}`,
    );
  }
  const rows = newest.map(({ pipeline, run, status }) => [pipeline, status, run ?? ""]);
  if (rows.length > 0) print(table(rows));
  return EXIT.done;
}
