import { join } from "node:path";
import { HISTORY_FILE, type HistoryRecord, readHistory } from "../../artifacts/history.ts";
import { LIVE_SAMPLES, type LiveSamples, readLiveSamples } from "../../artifacts/live_samples.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { readJob } from "../../pipeline/worker/job.ts";

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
  readonly entries: readonly HistoryRecord[];
}

/** A sampler that is drawing. */
export interface RunningSampler extends RunningTask, LiveSamples {}

/** What is running, of each kind the one that wrote last first. */
export interface Running {
  readonly trainings: readonly RunningTraining[];
  readonly samplers: readonly RunningSampler[];
  /** What could not be read of others, each in a sentence. */
  readonly problems: readonly string[];
}

/** What is running where there is no store. */
export const NOTHING_RUNS: Running = { trainings: [], samplers: [], problems: [] };

/** Whether nothing is there to be read any more: a task that has just finished takes it away. */
function isGone(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((one) => one instanceof Deno.errors.NotFound);
}

/**
 * Finds what is running by the scratch folders of the store's unfinished tasks. What cannot be read of
 * one of them is told and hides no other.
 *
 * @param since What wrote last before this time, in milliseconds, is left out.
 */
export async function findRunning(store: Store, since: number): Promise<Running> {
  const trainings: RunningTraining[] = [], samplers: RunningSampler[] = [];
  const problems: string[] = [];
  for (const key of store.unfinishedKeys()) {
    let name = key.slice(0, 12), steps: number | null = null;
    const tell = (error: unknown) => {
      if (!isGone(error)) problems.push(`${name}: ${(error as Error).message}`);
    };
    try {
      const job = readJob(store, key);
      if (typeof job?.params.steps === "number") steps = job.params.steps;
      if (job !== undefined) name = `${job.pipeline}: ${job.instance}`;
    } catch (error) {
      tell(error);
    }
    const look = async (file: string, use: (path: string, task: RunningTask) => Promise<void>) => {
      const path = join(store.scratchFolder(key), file);
      try {
        const writtenAt = (await Deno.stat(path)).mtime?.getTime() ?? 0;
        if (writtenAt >= since) await use(path, { name, writtenAt });
      } catch (error) {
        tell(error);
      }
    };
    await look(HISTORY_FILE, async (path, task) => {
      trainings.push({ ...task, steps, entries: await readHistory(path) });
    });
    await look(LIVE_SAMPLES, async (path, task) => {
      samplers.push({ ...task, ...await readLiveSamples(path) });
    });
  }
  const newest = (a: RunningTask, b: RunningTask) => b.writtenAt - a.writtenAt;
  return { trainings: trainings.sort(newest), samplers: samplers.sort(newest), problems };
}
