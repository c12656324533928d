import type { Progress } from "../pipeline/task.ts";

/** Writes seconds as a person says them: `0.3 s`, `12 s`, `4 m 05 s`, `2 h 10 m`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} m ${pad(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
}

/** Writes bytes with a unit. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes, unit = 0;
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

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

/** Writes rows as columns that line up. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  );
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd())
    .join("\n");
}
