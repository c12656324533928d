import { basename } from "node:path";
import { findRun, listRuns, type StoredRun } from "../runs.ts";
import { remove } from "../store/files.ts";
import { findGarbage, removeGarbage } from "../store/gc.ts";
import { Store } from "../store/store.ts";
import { verifyStore } from "../store/verify.ts";
import { EXIT } from "./exit.ts";
import { formatBytes } from "./format.ts";
import { type Arguments, resultsPath, storePath } from "./options.ts";
import { print } from "./output.ts";

const LAST_RUNS = 3;
const HOUR = 3_600_000;

/** The runs to keep: those named, and the last few of each pipeline. */
function keptRuns(args: Arguments, root: string): Set<string> {
  const results = resultsPath(args, root);
  const last = args.count("last") ?? LAST_RUNS;
  const kept = new Set(args.texts("keep").map((name) => findRun(name, results).folder));
  const byPipeline = Map.groupBy(listRuns(results), ({ record }) => record.pipeline);
  for (const runs of byPipeline.values()) {
    for (const { folder } of runs.slice(Math.max(0, runs.length - last))) kept.add(folder);
  }
  return kept;
}

/** The `gc` command: removes what no kept run needs from the store. */
export async function gcCommand(args: Arguments, root: string): Promise<number> {
  const store = Store.open(storePath(args, root));
  const kept = keptRuns(args, root);
  const runs = listRuns(resultsPath(args, root)).filter(({ folder }) => kept.has(folder));
  const keys = runs.flatMap(({ record }) =>
    Object.values(record.instances).map((instance) => instance.key)
  );
  const minAge = (args.count("age") ?? 1) * HOUR;
  const garbage = findGarbage(store, { keep: new Set(keys), minAge });
  const bytes = garbage.reduce((sum, one) => sum + one.bytes, 0);
  if (args.flag("json")) { for (const one of garbage) print(JSON.stringify(one)); }
  const counts = Map.groupBy(garbage, ({ what }) => what);
  const list = [...counts].map(([what, all]) =>
    `${all.length} ${what}${all.length === 1 ? "" : "s"}`
  );
  const what = garbage.length === 0 ? "nothing" : `${list.join(", ")}, ${formatBytes(bytes)}`;
  if (args.flag("yes")) removeGarbage(garbage);
  if (!args.flag("json")) {
    print(`Kept: what ${runs.length} run${runs.length === 1 ? "" : "s"} need`);
    print(args.flag("yes") ? `Removed: ${what}` : `Would remove: ${what}`);
    if (!args.flag("yes") && garbage.length > 0) print("Nothing was removed: add --yes to do it");
  }
  return await Promise.resolve(EXIT.done);
}

/** The `verify` command: reads the whole store again. */
export async function verifyCommand(args: Arguments, root: string): Promise<number> {
  const store = Store.open(storePath(args, root));
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

/** The `clean` command: removes folders of old runs; the store stays. */
export async function cleanCommand(args: Arguments, root: string): Promise<number> {
  const kept = keptRuns(args, root);
  const [pipeline] = args.positionals;
  const old: StoredRun[] = listRuns(resultsPath(args, root), pipeline)
    .filter(({ folder }) => !kept.has(folder));
  for (const { folder, record } of old) {
    print(
      `${args.flag("yes") ? "removed" : "would remove"} ${record.pipeline}/${basename(folder)}`,
    );
    if (args.flag("yes")) remove(folder);
  }
  if (old.length === 0) print("There are no old runs");
  else if (!args.flag("yes")) print("Nothing was removed: add --yes to do it");
  return await Promise.resolve(EXIT.done);
}
