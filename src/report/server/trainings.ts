import { join } from "node:path";
import { z } from "zod";
import { type HistoryEntry, readHistory } from "../history.ts";
import { readJson } from "../read_json.ts";

/** A training whose log is being written. */
export interface RunningTraining {
  /** Name of its task, or the beginning of the task's key where no job tells the name. */
  readonly name: string;
  /** Updates in all, where the job tells. */
  readonly steps: number | null;
  /** When its log was written last, in milliseconds. */
  readonly writtenAt: number;
  /** What it has logged so far. */
  readonly entries: readonly HistoryEntry[];
}

const LOGS = ["history.jsonl", "metrics.jsonl"];

const job = z.looseObject({
  instance: z.string(),
  pipeline: z.string(),
  params: z.looseObject({ steps: z.number().optional() }),
});

/** What the job that a runner left beside the scratch folder says; `null` if there is none. */
async function readJob(path: string): Promise<z.infer<typeof job> | null> {
  try {
    return await readJson(path, job, "job");
  } catch {
    // Only names are lost without it.
    return null;
  }
}

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
  for (const { name: key } of keys) {
    for (const log of LOGS) {
      const path = join(work, key, "scratch", log);
      try {
        const writtenAt = (await Deno.stat(path)).mtime?.getTime() ?? 0;
        if (writtenAt < since) continue;
        const entries = await readHistory(path);
        const job = await readJob(join(work, key, "job.json"));
        found.push({
          name: job === null ? key.slice(0, 12) : `${job.pipeline}: ${job.instance}`,
          steps: job?.params.steps ?? null,
          writtenAt,
          entries,
        });
      } catch (error) {
        // A task that has just finished takes its scratch folder with it.
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }
  return found.sort((a, b) => b.writtenAt - a.writtenAt);
}
