import type { ExecutionOptions, Outcome } from "../executor.ts";
import type { Job } from "../../worker/job.ts";
import { LogFile } from "../log_file.ts";
import type { Message } from "../../worker/protocol.ts";
import { needsArguments } from "./submissions/sbatch_arguments.ts";
import { JobOutput } from "./job_output.ts";
import { readDetails } from "./job_details.ts";
import { layOptions } from "../lay_options.ts";
import type { SlurmOptions } from "./slurm_options.ts";
import { outcomeOf } from "./outcome.ts";
import type { QueuedJob } from "./queue.ts";
import { isCancelled, outputPath, type Submission } from "./submissions/submission.ts";

/** Where in Slurm a task's job is. */
export interface Placement {
  /** Such as `12` or `12_3`. */
  readonly id: string;
  readonly submission: Submission;
  readonly index: number;
}

/** An instance that is to run, or runs, as a job of Slurm's. */
export class SlurmTask {
  readonly job: Job;
  /** Settles once the job has ended or is not followed any more. */
  readonly outcome: Promise<Outcome>;
  /** Arguments of `sbatch`; tasks with the same may share an array. */
  readonly needs: readonly string[];
  readonly #options: ExecutionOptions;
  readonly #log: LogFile;
  #resolve: (outcome: Outcome) => void = () => {};
  #output: JobOutput | undefined;
  #placement: Placement | undefined;
  #said: Outcome | undefined;
  #shown = "";
  #isSettled = false;

  constructor(job: Job, options: ExecutionOptions, defaults: SlurmOptions) {
    this.job = job;
    this.#options = options;
    const { resources = {}, timeout, executors = {} } = options;
    const slurm = layOptions<SlurmOptions>(defaults, executors.slurm ?? {});
    this.needs = needsArguments({ resources, timeout, slurm });
    this.#log = new LogFile(options.logPath);
    this.outcome = new Promise((resolve) => this.#resolve = resolve);
  }

  /** Whether it has ended or is not followed any more. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** What the task itself said at its end, if it has. */
  get said(): Outcome | undefined {
    return this.#said;
  }

  /** Its job, once Slurm has one. */
  get placement(): Placement | undefined {
    return this.#placement;
  }

  /** Follows a job from now on. */
  place(placement: Placement, how: "submitted" | "found"): void {
    const { submission, index, id } = placement;
    this.#placement = placement;
    if (this.#isSettled) return;
    this.#log.writeLine(`--- ${this.job.instance} ${this.job.key} ${how} as job ${id}`);
    this.#output = new JobOutput(
      outputPath(submission, index),
      this.#log,
      (message) => this.#onMessage(message),
    );
  }

  #onMessage(message: Message): void {
    if (message.type === "started") this.#said = undefined;
    if (message.type === "done") this.#said = { status: "done", cached: message.cached };
    if (message.type === "failed") this.#said = { status: "failed", message: message.message };
    if (message.type === "damaged") this.#said = { status: "damaged", damage: message.damage };
    if (message.type === "stopped") this.#said = { status: "stopped" };
    this.#options.onMessage(message);
  }

  /** Reads what the job has written since the last time. */
  readOutput(): void {
    this.#output?.readNew();
  }

  /** Tells where the job is. */
  show({ state, nodes, reason }: QueuedJob): void {
    const isQueued = state === "PENDING";
    const shown = isQueued ? reason : nodes;
    if (this.#shown === `${state}${shown}` || !isQueued && state !== "RUNNING") return;
    this.#shown = `${state}${shown}`;
    this.#options.onMessage(
      isQueued ? { type: "queued", reason } : { type: "running", host: nodes },
    );
  }

  /** Settles it by what Slurm says of its job, which has ended, and by what the job has written. */
  async end(): Promise<void> {
    this.#output?.end();
    const { id, submission } = this.#placement!;
    if (this.#said?.status === "done") return this.settle(this.#said);
    if (isCancelled(submission)) return this.settle({ status: "stopped" });
    const { timeout } = this.#options;
    const tail = this.#output?.tail ?? [];
    const details = await readDetails(id);
    this.settle(outcomeOf({ id, details, said: this.#said, tail, timeout }));
  }

  /** Settles it; the first time counts. */
  settle(outcome: Outcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#log.close();
    this.#resolve(outcome);
  }
}
