import type { GatheredInput, JsonValue } from "../task.ts";

/** All that the process of a task is told: paths, and nothing of the store that they lie in. */
export interface TaskOrder {
  /** URL of the task's module. */
  readonly module: string;
  /** Parameters as written; the task's schema fills in the defaults. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** What of the machine entered the key. */
  readonly environment: Readonly<Record<string, JsonValue>>;
  /** Absolute paths of what each input reads. */
  readonly inputs: Readonly<Record<string, string | readonly GatheredInput[]>>;
  /** Absolute path to write each output to. */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * Parameters, and absolute paths of the outputs and of the inputs that grow, of results from which
   * parts may be copied.
   */
  readonly earlier: readonly {
    readonly params: Readonly<Record<string, JsonValue>>;
    readonly outputs: Readonly<Record<string, string>>;
    readonly inputs: Readonly<Record<string, string | readonly GatheredInput[]>>;
  }[];
  /** Folder for checkpoints. */
  readonly scratch: string;
  /** Cores to use. */
  readonly cpus: number;
  /** Milliseconds between two reports of progress. */
  readonly progressInterval: number;
}

/** How the process of a task went. */
export type TaskEnd =
  | { readonly status: "wrote"; readonly facts: Readonly<Record<string, JsonValue>> }
  | { readonly status: "stopped" }
  | { readonly status: "failed"; readonly message: string };
