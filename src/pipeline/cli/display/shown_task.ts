import type { Progress } from "../../task.ts";
import type { Estimate } from "./format_progress.ts";

/** An instance that is under way. */
export interface ShownTask {
  readonly estimate: Estimate;
  /** By the monotonic clock, in milliseconds. */
  readonly since: number;
  /** What it is at, where it does not run here. */
  readonly waitsFor?: string;
  progress?: Progress;
  /** When progress was last written as a line, in milliseconds. */
  toldAt: number;
}
