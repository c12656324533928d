import { join } from "node:path";
import { HISTORY_FILE, type HistoryRecord, readHistory } from "../../artifacts/history.ts";
import { LIVE_SAMPLES, type LiveSamples, readLiveSamples } from "../../artifacts/live_samples.ts";
import { checkRegularFile } from "../../support/regular_file.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { type Job, readJob } from "../../pipeline/worker/job.ts";

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
}

/** What is running where there is no store. */
export const NOTHING_RUNS: Running = { trainings: [], samplers: [] };

/** The job of a key, if there is one that can be read. */
function jobOf(
  store: Store,
  key: string,
  onProblem: (message: string) => void,
): Job | undefined {
  try {
    return readJob(store, key);
  } catch (error) {
    onProblem(`Cannot read the job ${key}: ${(error as Error).message}`);
  }
}

/**
 * Finds what is running by the scratch folders of the store's unfinished tasks.
 *
 * @param since What wrote last before this time, in milliseconds, is left out.
 * @param onProblem Hears of what cannot be read, which is left out.
 */
export async function findRunning(
  store: Store,
  since: number,
  onProblem: (message: string) => void,
): Promise<Running> {
  const trainings: RunningTraining[] = [], samplers: RunningSampler[] = [];
  for (const key of store.unfinishedKeys()) {
    const job = jobOf(store, key, onProblem);
    const name = job === undefined ? key.slice(0, 12) : `${job.pipeline}: ${job.instance}`;
    const look = async (file: string, use: (path: string, task: RunningTask) => Promise<void>) => {
      const path = join(store.scratchFolder(key), file);
      try {
        const writtenAt = (await Deno.stat(path)).mtime?.getTime() ?? 0;
        if (writtenAt < since) return;
        checkRegularFile(path);
        await use(path, { name, writtenAt });
      } catch (error) {
        // A task that has just finished takes its scratch folder with it.
        const cause = error instanceof Error ? error.cause : undefined;
        if ([error, cause].some((one) => one instanceof Deno.errors.NotFound)) return;
        onProblem((error as Error).message);
      }
    };
    const steps = typeof job?.params?.steps === "number" ? job.params.steps : null;
    await look(HISTORY_FILE, async (path, task) => {
      trainings.push({ ...task, steps, entries: await readHistory(path) });
    });
    await look(LIVE_SAMPLES, async (path, task) => {
      samplers.push({ ...task, ...await readLiveSamples(path) });
    });
  }
  const newest = (a: RunningTask, b: RunningTask) => b.writtenAt - a.writtenAt;
  return { trainings: trainings.sort(newest), samplers: samplers.sort(newest) };
}
