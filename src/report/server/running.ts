import { join } from "node:path";
import { z } from "zod";
import { type HistoryEntry, readHistory } from "../../artifacts/history.ts";
import { readJson } from "../../artifacts/json_file.ts";

/** A task that is running, as its scratch folder shows it. */
interface RunningTask {
  /** Name of its instance, or the beginning of its key where no job tells the name. */
  readonly name: string;
  /** When it wrote last, in milliseconds. */
  readonly writtenAt: number;
}

/** A training whose log is being written. */
export interface RunningTraining extends RunningTask {
  /** Updates in all, where the job tells. */
  readonly steps: number | null;
  /** What it has logged so far. */
  readonly entries: readonly HistoryEntry[];
}

/** A sampler that is drawing. */
export interface RunningSampler extends RunningTask {
  /** Finished steps. */
  readonly step: number;
  /** Steps in all. */
  readonly steps: number;
  /** Its first sequences as they are now, each a list of tokens. */
  readonly sequences: readonly (readonly string[])[];
}

/** What is running, of each kind the one that wrote last first. */
export interface Running {
  readonly trainings: readonly RunningTraining[];
  readonly samplers: readonly RunningSampler[];
}

const LOGS = ["history.jsonl", "metrics.jsonl"];

const job = z.looseObject({
  instance: z.string(),
  pipeline: z.string(),
  params: z.looseObject({ steps: z.number().optional() }),
});

const liveSamples = z.object({
  step: z.number(),
  steps: z.number(),
  sequences: z.array(z.array(z.string())),
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
 * Finds what is running in the store's work folder, `work/KEY/scratch`.
 *
 * @param store Folder of the store.
 * @param since What wrote last before this time, in milliseconds, is left out.
 */
export async function findRunning(store: string, since: number): Promise<Running> {
  const work = join(store, "work");
  const trainings: RunningTraining[] = [], samplers: RunningSampler[] = [];
  let keys: Deno.DirEntry[];
  try {
    keys = await Array.fromAsync(Deno.readDir(work));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { trainings, samplers };
    throw error;
  }
  for (const { name: key } of keys) {
    const look = async (file: string, use: (path: string, task: RunningTask) => Promise<void>) => {
      const path = join(work, key, "scratch", file);
      try {
        const writtenAt = (await Deno.stat(path)).mtime?.getTime() ?? 0;
        if (writtenAt >= since) await use(path, { name: nameOf(key, found), writtenAt });
      } catch (error) {
        // A task that has just finished takes its scratch folder with it.
        const cause = error instanceof Error ? error.cause : undefined;
        if (![error, cause].some((one) => one instanceof Deno.errors.NotFound)) throw error;
      }
    };
    const found = await readJob(join(work, key, "job.json"));
    for (const log of LOGS) {
      await look(log, async (path, task) => {
        const entries = await readHistory(path);
        trainings.push({ ...task, steps: found?.params.steps ?? null, entries });
      });
    }
    await look("samples.json", async (path, task) => {
      samplers.push({ ...task, ...await readJson(path, liveSamples, "samples") });
    });
  }
  const newest = (a: RunningTask, b: RunningTask) => b.writtenAt - a.writtenAt;
  return { trainings: trainings.sort(newest), samplers: samplers.sort(newest) };
}

function nameOf(key: string, found: z.infer<typeof job> | null): string {
  return found === null ? key.slice(0, 12) : `${found.pipeline}: ${found.instance}`;
}
