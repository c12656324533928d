import type { JsonValue } from "../task.ts";

/** A piece of work that a tracker shows as a row. */
export interface TrackedWork {
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Readable name of the instance. */
  readonly instance: string;
  /** Key of its result. */
  readonly key: string;
}

/** What is known of a piece of work at its end. */
export interface TrackedEnd {
  /** Whether its result is there. */
  readonly isDone: boolean;
  /** What it was told. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** What it recorded. */
  readonly facts: Readonly<Record<string, JsonValue>>;
}

/** A program elsewhere that keeps tables and curves of runs. No key hangs on it. */
export interface Tracker {
  /** As the user named it. */
  readonly name: string;
  /** Begins a row. */
  begin(work: TrackedWork): Promise<void>;
  /** Adds a point to the curves of a row. */
  point(key: string, step: number, values: Readonly<Record<string, number>>): Promise<void>;
  /** Ends a row. */
  end(key: string, end: TrackedEnd): Promise<void>;
}
