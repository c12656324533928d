import type { Execution, ExecutionOptions, Executor } from "../executor.ts";
import type { Job } from "../../worker/job.ts";
import { namesIn } from "../../../support/files.ts";
import { acquireLease } from "../../store/lease.ts";
import type { Store } from "../../store/store.ts";
import { SlurmError } from "./slurm_client.ts";
import type { SlurmOptions } from "./slurm_options.ts";
import { describeWaiting, isEnded, type QueuedJob, readQueue } from "./queue.ts";
import { DEFAULT_THROTTLE } from "./submissions/grouping.ts";
import { submitTasks } from "./submissions/submit.ts";
import { isCancelled, outputPath, Submissions } from "./submissions/submission.ts";
import { type Placement, SlurmTask } from "./slurm_task.ts";

/** Milliseconds in which what becomes ready together gathers, so that it can share an array. */
const GATHER = 50;

/** Milliseconds for which the result of a job that is done may take to be seen through NFS. */
const PATIENCE = 90_000;

/** Key of the lease under which the queue is read and jobs are submitted. */
const SUBMITTING = "slurm";

/** Options of {@linkcode SlurmExecutor}. */
export interface SlurmExecutorOptions {
  /** The store, in a folder that all nodes share. */
  readonly store: Store;
  /** What to tell Slurm of every job; a pipeline file may say otherwise. */
  readonly defaults?: SlurmOptions;
  /** How many jobs of one array may run at one time. @default {100} */
  readonly throttle?: number;
  /** Milliseconds between two looks at what the jobs have written. @default {1000} */
  readonly tick?: number;
  /** Milliseconds between two questions to Slurm. @default {10_000} */
  readonly interval?: number;
  /** Told what a user may have to know, such as that the controller does not answer. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Runs each job as a job of Slurm's, all that is ready at once as arrays. A job that is in the queue
 * already, submitted by an earlier run or another, is followed instead of being submitted again.
 */
export class SlurmExecutor implements Executor {
  /** Slurm decides what runs when and for how long. */
  readonly schedules = true;
  readonly #options: SlurmExecutorOptions;
  readonly #submissions: Submissions;
  readonly #tasks = new Set<SlurmTask>();
  readonly #endedSince = new Map<SlurmTask, number>();
  #isFollowing = false;
  #isCleared = false;
  #wake: () => void = () => {};
  #nextLook = 0;
  #nextSubmission = 0;
  /** Why Slurm could not be asked the last time. */
  #warning = "";
  /** Reasons for waiting that were told. */
  #told: ReadonlySet<string> = new Set();

  /** Nothing is asked of Slurm before a job is started. */
  constructor(options: SlurmExecutorOptions) {
    this.#options = options;
    this.#submissions = new Submissions(options.store);
  }

  /** Submits a job or finds it in the queue, and follows it; `stop` leaves it to Slurm. */
  start(job: Job, options: ExecutionOptions): Execution {
    const task = new SlurmTask(job, options, this.#options.defaults ?? {});
    this.#tasks.add(task);
    if (this.#isFollowing) this.#wake();
    else this.#follow();
    const leave = () => {
      task.settle({ status: "stopped" });
      this.#wake();
    };
    return { outcome: task.outcome, stop: leave, kill: leave };
  }

  async #follow(): Promise<void> {
    const { tick = 1000 } = this.#options;
    this.#isFollowing = true;
    let wait = GATHER;
    while (this.#tasks.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.#wake = () => {
          clearTimeout(timer);
          setTimeout(resolve, GATHER);
        };
      });
      wait = tick;
      try {
        await this.#step();
      } catch (error) {
        if (!(error instanceof SlurmError) || !error.isTransient) this.#fail(error as Error);
        else this.#waitFor(error.message);
      }
      for (const task of this.#tasks) if (task.isSettled) this.#tasks.delete(task);
    }
    this.#isFollowing = false;
  }

  async #step(): Promise<void> {
    this.#readOutputs();
    const isNew = [...this.#tasks].some(({ placement, isSettled }) => !placement && !isSettled);
    const now = performance.now();
    if (isNew && now >= this.#nextSubmission) await this.#submit();
    else if (now >= this.#nextLook) await this.#look();
    else return;
    if (this.#warning !== "") this.#options.onWarning?.("Slurm answers again");
    this.#warning = "";
  }

  /** Slurm cannot do what is asked at the moment; what runs goes on meanwhile. */
  #waitFor(reason: string): void {
    const { interval = 10_000 } = this.#options;
    const message = `Slurm: ${reason}; trying again every ${Math.ceil(interval / 1000)} s`;
    if (message !== this.#warning) this.#options.onWarning?.(message);
    this.#warning = message;
    this.#nextLook = this.#nextSubmission = performance.now() + interval;
  }

  #showWaiting(waiting: readonly QueuedJob[]): void {
    const reasons = describeWaiting(waiting);
    for (const [reason, message] of reasons) {
      if (!this.#told.has(reason)) this.#options.onWarning?.(message);
    }
    this.#told = new Set(reasons.keys());
  }

  #fail({ message }: Error): void {
    for (const task of this.#tasks) task.settle({ status: "failed", message });
  }

  /** Hands on what the jobs wrote, and settles those whose results are there. */
  #readOutputs(): void {
    const names = new Map<string, Set<string>>();
    for (const task of this.#tasks) {
      if (task.placement === undefined || task.isSettled) continue;
      const { submission, index } = task.placement;
      const { folder } = submission;
      if (!names.has(folder)) names.set(folder, new Set(namesIn(folder)));
      const path = outputPath(submission, index);
      if (!names.get(folder)!.has(path.slice(folder.length + 1))) continue;
      const before = task.said;
      task.readOutput();
      if (task.said === undefined || task.said === before) continue;
      if (task.said.status !== "done") this.#nextLook = 0;
    }
    for (const task of this.#tasks) {
      if (task.said?.status === "done" && this.#isStored(task)) task.settle(task.said);
    }
  }

  #isStored({ job }: SlurmTask): boolean {
    return this.#options.store.lookUp(job.key, job.outputs).found !== undefined;
  }

  /** Finds what is new in the queue or submits it; no two runs do this at one time. */
  async #submit(): Promise<void> {
    const { store, throttle = DEFAULT_THROTTLE } = this.#options;
    const lease = await acquireLease(store, SUBMITTING);
    try {
      const queue = await this.#look();
      const placements = this.#livePlacements(queue);
      const open: SlurmTask[] = [];
      for (const task of this.#tasks) {
        if (task.placement !== undefined || task.isSettled) continue;
        const placement = task.job.force ? undefined : placements.get(task.job.key);
        if (placement !== undefined) task.place(placement, "found");
        // It may have ended between the look into the store and the one into the queue.
        else if (!task.job.force && this.#isStored(task)) {
          task.settle({ status: "done", cached: true });
        } else open.push(task);
      }
      await submitTasks(store, open, throttle);
    } finally {
      lease.release();
    }
  }

  #livePlacements(queue: readonly QueuedJob[]): Map<string, Placement> {
    const placements = new Map<string, Placement>();
    for (const { id, index, state, script } of queue) {
      const submission = isEnded(state) ? undefined : this.#submissions.ofScript(script);
      const key = submission?.keys[index];
      if (submission === undefined || key === undefined || isCancelled(submission)) continue;
      placements.set(key, { id, submission, index });
    }
    return placements;
  }

  /** Asks Slurm about all jobs, and settles those that have ended. */
  async #look(): Promise<readonly QueuedJob[]> {
    const { tick = 1000, interval = 10_000 } = this.#options;
    const queue = await readQueue();
    this.#nextLook = performance.now() + interval;
    const byId = new Map(queue.map((job) => [job.id, job]));
    const waiting: QueuedJob[] = [];
    for (const task of this.#tasks) {
      if (task.placement === undefined || task.isSettled) continue;
      const job = byId.get(task.placement.id);
      if (job !== undefined && !isEnded(job.state)) {
        this.#endedSince.delete(task);
        task.show(job);
        if (job.state !== "RUNNING") waiting.push(job);
      } else if (!this.#endedSince.has(task)) {
        // What it wrote last may come a moment later than the news of its end.
        this.#endedSince.set(task, performance.now());
        this.#nextLook = performance.now() + tick;
      } else await this.#end(task);
    }
    this.#showWaiting(waiting);
    this.#clear(queue);
    return queue;
  }

  async #end(task: SlurmTask): Promise<void> {
    task.readOutput();
    const since = this.#endedSince.get(task)!;
    if (this.#isStored(task) && !task.job.force) task.settle({ status: "done", cached: false });
    else if (task.said?.status !== "done") await task.end();
    else if (performance.now() - since > PATIENCE) task.settle(task.said);
    else return;
    this.#endedSince.delete(task);
  }

  /** Forgets submissions whose jobs are long gone. */
  #clear(queue: readonly QueuedJob[]): void {
    if (this.#isCleared) return;
    this.#isCleared = true;
    const live = queue.filter(({ state }) => !isEnded(state));
    const known = live.flatMap(({ script }) => this.#submissions.ofScript(script) ?? []);
    this.#submissions.clear(new Set(known));
  }
}
