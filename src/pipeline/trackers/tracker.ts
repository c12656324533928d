import type { JsonValue } from "../task.ts";

/** A piece of work that a tracker shows as a row. */
export interface TrackedWork {
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Readable name of the instance. */
  readonly instance: string;
  /** Key of its result. */
  readonly key: string;
  /** When it began, in milliseconds since 1970; it may be told later. */
  readonly at: number;
}

/** Figures at a step of a piece of work. */
export interface TrackedPoint {
  /** Which step. */
  readonly step: number;
  /** The figures by name. */
  readonly values: Readonly<Record<string, number>>;
}

/** What is known of a piece of work at its end. */
export interface TrackedEnd {
  /** Whether its result is there. */
  readonly isDone: boolean;
  /** What it was told. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** What it recorded. */
  readonly facts: Readonly<Record<string, JsonValue>>;
  /** The curves that it left, whole: what it told on the way is rounded and not all. */
  readonly history: readonly TrackedPoint[];
  /** When that was, in milliseconds since 1970. */
  readonly at: number;
}

/** What a tracker throws that answers, but takes something not: the same again would not be taken either. */
export class TrackerRefusal extends Error {
  override readonly name = "TrackerRefusal";
}

/** A program elsewhere that keeps tables and curves of runs. No key hangs on it. */
export interface Tracker {
  /** As the user named it. */
  readonly name: string;
  /** Begins a row. */
  begin(work: TrackedWork): Promise<void>;
  /** Adds a point to the curves of a row. */
  point(key: string, point: TrackedPoint & { readonly at: number }): Promise<void>;
  /** Ends a row. */
  end(key: string, end: TrackedEnd): Promise<void>;
}
