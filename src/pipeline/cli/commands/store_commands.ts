import { join } from "node:path";
import {
  foreignRuns,
  keptRuns,
  leftJournals,
  type RunTrace,
  tracedRuns,
} from "../../runs/retention.ts";
import { LATEST, latestRun } from "../../runs/run_record.ts";
import { findRun } from "../../runs/stored_runs.ts";
import { loadExecutors } from "../../executors/executors.ts";
import { exists, remove } from "../../../support/files.ts";
import { findGarbage, removeGarbage } from "../../store/gc.ts";
import { removeJournal } from "../../store/journal.ts";
import type { Store } from "../../store/store.ts";
import { verifyStore } from "../../store/verify.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { formatBytes } from "../../../terminal/format.ts";
import { type Arguments, resultsPath } from "../arguments.ts";
import { storeToRead } from "../store_to_read.ts";
import { print } from "../../../terminal/output.ts";

const LAST_RUNS = 3;
const HOUR = 3_600_000;

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The runs that the command line names with `--keep`. */
function namedRuns(args: Arguments, root: string, runs: readonly RunTrace[]): RunTrace[] {
  const ids = args.texts("keep").map((name) => findRun(name, resultsPath(args, root)).record.run);
  return runs.filter(({ run }) => ids.includes(run));
}

/** The `gc` command: removes what no kept run needs from the store. */
export async function gcCommand(args: Arguments, root: string): Promise<number> {
  const store = storeToRead(args, root);
  const own = tracedRuns(resultsPath(args, root), store);
  const last = args.count("last") ?? LAST_RUNS;
  const kept = new Set([
    ...keptRuns(own, { last }),
    ...namedRuns(args, root, own),
    // How long another project keeps its runs is for its own clean to say.
    ...foreignRuns(own, store),
  ]);
  const unfinished = [...kept].filter(({ isWhole }) => !isWhole);
  const minAge = (args.count("age") ?? 1) * HOUR;
  const queued = (await loadExecutors())
    .flatMap(([, executor]) => [...executor.wantedKeys?.(store) ?? []]);
  const garbage = findGarbage(store, {
    keep: new Set([...kept].flatMap(({ keys }) => [...keys])),
    wanted: new Set([...unfinished.flatMap(({ keys }) => [...keys]), ...queued]),
    minAge,
  });
  if (args.flag("yes")) {
    removeGarbage(garbage, minAge);
    for (const path of leftJournals(store)) remove(path);
  }
  if (args.flag("json")) {
    const counts = { kept: kept.size, unfinished: unfinished.length };
    print(JSON.stringify({ ...counts, removed: args.flag("yes"), garbage }));
    return await Promise.resolve(EXIT.done);
  }
  const bytes = garbage.reduce((sum, one) => sum + one.bytes, 0);
  const counts = Map.groupBy(garbage, ({ what }) => what);
  const list = [...counts].map(([what, all]) => plural(all.length, what));
  const what = garbage.length === 0 ? "nothing" : `${list.join(", ")}, ${formatBytes(bytes)}`;
  const open = unfinished.length === 0 ? "" : `, ${unfinished.length} of them unfinished`;
  print(`Kept: what ${plural(kept.size, "run")} need${kept.size === 1 ? "s" : ""}${open}`);
  print(args.flag("yes") ? `Removed: ${what}` : `Would remove: ${what}`);
  if (!args.flag("yes") && garbage.length > 0) print("Nothing was removed: add --yes to do it");
  return EXIT.done;
}

/** The `verify` command: reads the whole store again. */
export async function verifyCommand(args: Arguments, root: string): Promise<number> {
  const store = storeToRead(args, root);
  const start = performance.now();
  const { manifests, objects, bytes, faults } = verifyStore(store, args.flag("mend"));
  const seconds = (performance.now() - start) / 1000;
  if (args.flag("json")) print(JSON.stringify({ manifests, objects, bytes, faults }));
  else {
    for (const { instance, key, reason } of faults) print(`✗ ${instance ?? key}: ${reason}`);
    const speed = formatBytes(bytes / Math.max(seconds, 1e-3));
    print(`${manifests} manifests, ${objects} objects, ${formatBytes(bytes)} read (${speed}/s)`);
    const mended = args.flag("mend") ? "forgotten: they run again" : "add --mend to forget them";
    print(faults.length === 0 ? "No damage" : `${faults.length} damaged, ${mended}`);
  }
  return await Promise.resolve(faults.length === 0 ? EXIT.done : EXIT.failed);
}

function removeRun({ folder, run }: RunTrace, store: Store): void {
  remove(folder);
  removeJournal(store, run);
  const parent = join(folder, "..");
  const pointed = latestRun(parent);
  if (pointed === undefined || exists(pointed)) return;
  for (const pointer of [LATEST, `${LATEST}.txt`]) remove(join(parent, pointer));
}

/** The `clean` command: removes folders of old runs, killed ones too; the store stays. */
export async function cleanCommand(args: Arguments, root: string): Promise<number> {
  const store = storeToRead(args, root);
  const [pipeline] = args.positionals;
  const runs = tracedRuns(resultsPath(args, root), store)
    .filter((one) => pipeline === undefined || one.pipeline === pipeline);
  const last = args.count("last") ?? LAST_RUNS;
  const kept = keptRuns(runs, { last, lastOpen: last });
  for (const one of namedRuns(args, root, runs)) kept.add(one);
  const youngest = Date.now() - (args.count("age") ?? 1) * HOUR;
  const old = runs.filter((one) => !kept.has(one) && one.touchedAt <= youngest);
  const removed = args.flag("yes");
  for (const one of old) {
    const { run, pipeline, folder, status } = one;
    if (removed) removeRun(one, store);
    print(
      args.flag("json")
        ? JSON.stringify({ pipeline, run, folder, status, removed })
        : `${removed ? "Removed" : "Would remove"} ${pipeline}/${run} (${status})`,
    );
  }
  if (args.flag("json")) return await Promise.resolve(EXIT.done);
  if (old.length === 0) print(`There is nothing to remove: ${plural(kept.size, "run")} kept`);
  else if (!removed) print("Nothing was removed: add --yes to do it");
  return EXIT.done;
}
