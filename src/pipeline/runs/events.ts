import type { Holder } from "../store/lease.ts";
import type { Progress } from "../task.ts";

/** How a run ended. */
export type RunStatus = "done" | "failed" | "stopped";

/** Who ran an instance: this run, another process on the same store, or whoever fed the remote. */
export type Finisher = "this run" | "another process" | "the remote store";

/** What a run tells as it goes. */
export type RunEvent =
  | {
    readonly type: "begun";
    readonly pipeline: string;
    readonly profile?: string;
    /** Instances of the run: all of the pipeline unless it was told to run some only. */
    readonly instances: number;
  }
  | { readonly type: "cached"; readonly instance: string; readonly key: string }
  /** Its inputs are there and nothing is stored for its key. */
  | { readonly type: "missing"; readonly instance: string; readonly key: string }
  | {
    readonly type: "started";
    readonly instance: string;
    readonly key: string;
    readonly attempt: number;
    readonly log: string;
  }
  /** Another process is running it. */
  | { readonly type: "waiting"; readonly instance: string; readonly holder: Holder }
  /** The process that was running it had died. */
  | { readonly type: "takeover"; readonly instance: string; readonly holder: Holder }
  /** It waits in the queue of a batch system. */
  | { readonly type: "queued"; readonly instance: string; readonly reason: string }
  /** It left the queue and runs. */
  | { readonly type: "running"; readonly instance: string; readonly host: string }
  | { readonly type: "progress"; readonly instance: string; readonly progress: Progress }
  | { readonly type: "log"; readonly instance: string; readonly line: string }
  | {
    readonly type: "finished";
    readonly instance: string;
    readonly key: string;
    readonly seconds: number;
    readonly by: Finisher;
    /** What came out, in a few words, where its task has any. */
    readonly outcome?: string;
  }
  | {
    readonly type: "retry";
    readonly instance: string;
    readonly message: string;
    /** The attempt that comes, counted from 1. */
    readonly attempt: number;
  }
  | {
    readonly type: "failed";
    readonly instance: string;
    readonly message: string;
    readonly log: string;
  }
  /** Something in the store is damaged, so that the instance runs again. */
  | { readonly type: "damaged"; readonly instance: string; readonly reason: string }
  /** Something that is used, such as the remote store or a queue, does not answer or needs a person. */
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "stopped"; readonly instance: string }
  /** Not run, as what it needs failed. */
  | { readonly type: "skipped"; readonly instance: string; readonly because: string }
  | {
    readonly type: "ended";
    readonly status: RunStatus;
    readonly counts: RunCounts;
    readonly seconds: number;
    /** Folder of the run, if it has one. */
    readonly folder?: string;
  };

/** How many instances ended in which way. */
export interface RunCounts {
  /** Found in the store. */
  readonly cached: number;
  /** Run, here or elsewhere. */
  readonly ran: number;
  /** Failed. */
  readonly failed: number;
  /** Not run, as something they need failed. */
  readonly skipped: number;
  /** Not finished, as the run was stopped. */
  readonly stopped: number;
  /** Trials of searches that failed, without which the run went on; left out where none did. */
  readonly lost?: number;
}
