import type { Capacity } from "../plan/capacity.ts";
import type { RunEvent } from "../runs/events.ts";
import type { Executor } from "../executors/executor.ts";
import type { RemoteStore } from "../store/remote/remote_store.ts";
import type { Selection } from "../graph/select.ts";
import type { Store } from "../store/store.ts";

/** Options of `run`. */
export interface RunOptions extends Selection {
  /** The store to look into and to fill. */
  readonly store: Store;
  /** Folder for the folders of runs. */
  readonly results: string;
  /** Tasks at one time. @default {the number of cores} */
  readonly jobs?: number;
  /** Whether to go on with what does not need a task that failed. @default {false} */
  readonly keepGoing?: boolean;
  /** Runs the instances. @default {processes of this machine} */
  readonly executor?: Executor;
  /** A second store to look into and to feed. */
  readonly remote?: RemoteStore;
  /** What the machine offers. @default {what this one has} */
  readonly capacity?: Capacity;
  /** Environment variables that tasks are to see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds before the first repetition of a failed instance; doubled for each more. @default {1000} */
  readonly retryDelay?: number;
  /** Words of the command line, to be kept with the run. @default {none} */
  readonly command?: readonly string[];
  /** Aborted to stop in order: running tasks write a checkpoint. */
  readonly signal?: AbortSignal;
  /** Aborted to stop at once. */
  readonly killSignal?: AbortSignal;
  /** Told what happens. */
  readonly onEvent?: (event: RunEvent) => void;
}
