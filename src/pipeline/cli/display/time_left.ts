import type { Capacity } from "../../plan/capacity.ts";
import { type EstimatedInstance, wallTime } from "../../plan/estimate.ts";
import type { ShownTask } from "./shown_task.ts";

/** Milliseconds for which what was reckoned last is told again. */
const KEPT = 2000;

/** Works out how long all of a run will go on. */
export class TimeLeft {
  readonly #open: readonly EstimatedInstance[];
  readonly #capacity: Capacity;
  #last: { readonly at: number; readonly ended: number; readonly seconds: number } | undefined;

  /** @param open Instances that are to run, each after those it needs, with what is foreseen of them. */
  constructor(open: readonly EstimatedInstance[], capacity: Capacity) {
    this.#open = open;
    this.#capacity = capacity;
  }

  /**
   * Seconds until all have run: those under way by their own progress, the others as was foreseen.
   *
   * @param now By the monotonic clock, in milliseconds.
   */
  seconds(
    tasks: ReadonlyMap<string, ShownTask>,
    ended: ReadonlySet<string>,
    now: number,
  ): number {
    const last = this.#last;
    if (last !== undefined && last.ended === ended.size && now - last.at < KEPT) {
      return last.seconds;
    }
    const left = this.#open.filter(({ instance }) => !ended.has(instance.name)).map((one) => {
      const task = tasks.get(one.instance.name);
      if (task === undefined) return one;
      const { progress, estimate, since } = task;
      const told = progress && estimate.left(progress, now);
      const rest = Math.max(0, (one.estimate ?? 0) - (now - since) / 1000);
      return { ...one, estimate: told ?? rest };
    });
    const seconds = wallTime(left, this.#capacity);
    this.#last = { at: now, ended: ended.size, seconds };
    return seconds;
  }
}
