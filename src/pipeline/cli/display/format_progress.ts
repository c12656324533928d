import { formatSeconds } from "../../../terminal/format.ts";
import type { Progress } from "../../task.ts";

function formatValue(value: number | string): string {
  if (typeof value === "string") return value;
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toString();
  return Number(value.toPrecision(4)).toString();
}

/** Works out the time left from two or more reports of progress. */
export class Estimate {
  #first: { at: number; done: number } | undefined;

  /** Seconds left, or `undefined` as long as there is nothing to tell from. */
  left({ done, total }: Progress, now: number): number | undefined {
    // A resumed task starts in the middle: its speed is that of what it did itself.
    this.#first ??= { at: now, done };
    const did = done - this.#first.done;
    return did <= 0 ? undefined : (total - done) * (now - this.#first.at) / 1000 / did;
  }
}

/** Writes progress: `120/400 steps  loss 0.73  tokens/s 21000  12 s left`. */
export function formatProgress(progress: Progress, left: number | undefined): string {
  const { done, total, unit = "steps", values = {} } = progress;
  const parts = [`${formatValue(done)}/${formatValue(total)} ${unit}`];
  for (const [name, value] of Object.entries(values)) parts.push(`${name} ${formatValue(value)}`);
  if (left !== undefined && done < total) parts.push(`${formatSeconds(left)} left`);
  return parts.join("  ");
}

const BAR = 20;

/** Draws how far something is. */
export function formatBar({ done, total }: Progress): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const full = Math.floor(share * BAR);
  return `${"█".repeat(full)}${"░".repeat(BAR - full)}`;
}
