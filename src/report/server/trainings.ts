import { basename, dirname, join } from "node:path";
import { type HistoryEntry, readHistory } from "../history.ts";

/** A training whose log is being written. */
export interface RunningTraining {
  /** Beginning of the key of its task. */
  readonly name: string;
  /** When its log was written last, in milliseconds. */
  readonly writtenAt: number;
  /** What it has logged so far. */
  readonly entries: readonly HistoryEntry[];
}

const LOGS = ["history.jsonl", "metrics.jsonl"];

/**
 * Finds trainings in the store's work folder, `work/KEY/scratch`, the one written last first.
 *
 * @param store Folder of the store.
 * @param since Logs that were written last before this time, in milliseconds, are left out.
 */
export async function findTrainings(store: string, since: number): Promise<RunningTraining[]> {
  const work = join(store, "work");
  const found: RunningTraining[] = [];
  let keys: Deno.DirEntry[];
  try {
    keys = await Array.fromAsync(Deno.readDir(work));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  for (const { name } of keys) {
    for (const log of LOGS) {
      const path = join(work, name, "scratch", log);
      try {
        const writtenAt = (await Deno.stat(path)).mtime?.getTime() ?? 0;
        if (writtenAt < since) continue;
        const entries = await readHistory(path);
        found.push({ name: basename(dirname(dirname(path))).slice(0, 12), writtenAt, entries });
      } catch (error) {
        // A task that has just finished takes its scratch folder with it.
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }
  return found.sort((a, b) => b.writtenAt - a.writtenAt);
}
