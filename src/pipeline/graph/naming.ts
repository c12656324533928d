import { canonicalJson, compareText, isJsonObject, sha256 } from "../../support/json.ts";
import type { Coordinates } from "./matrix.ts";
import type { JsonValue } from "../task.ts";

function shortLabel(axis: string, value: JsonValue): string {
  if (typeof value === "string") return value;
  if (isJsonObject(value) && typeof value.name === "string") return value.name;
  return longLabel(axis, value, ",");
}

function longLabel(axis: string, value: JsonValue, separator = " "): string {
  if (isJsonObject(value)) {
    const { name, ...rest } = value;
    const parts = Object.entries(rest).sort(([a], [b]) => compareText(a, b))
      .map(([key, part]) => `${key}=${typeof part === "string" ? part : canonicalJson(part)}`);
    return [...name === undefined ? [] : [String(name)], ...parts].join(separator);
  }
  return `${axis}=${typeof value === "string" ? value : canonicalJson(value)}`;
}

/**
 * Readable names of a task's instances, such as `samples[proseco,gamma=2,T=16,seed=1]`: words stand
 * alone, numbers after their axis; told at length where that would leave two alike.
 */
export function instanceNames(task: string, all: readonly Coordinates[]): string[] {
  const write = (label: typeof shortLabel) =>
    all.map((coordinates) => {
      const labels = Object.entries(coordinates).map(([axis, value]) => label(axis, value));
      return labels.length === 0 ? task : `${task}[${labels.join(",")}]`;
    });
  const short = write(shortLabel);
  return new Set(short).size === short.length ? short : write(longLabel);
}

/** A name for the same coordinates in whatever order the file gives the axes. */
export function orderedName(task: string, coordinates: Coordinates): string {
  const labels = Object.entries(coordinates).sort(([a], [b]) => compareText(a, b))
    .map(([axis, value]) =>
      isJsonObject(value) ? `${axis}={${longLabel(axis, value)}}` : longLabel(axis, value)
    );
  return labels.length === 0 ? task : `${task}[${labels.join(",")}]`;
}

/** A file name for an instance, safe on every file system. */
export function fileNameOf(instance: string): string {
  const safe = instance.replace(/[^\w.,=+\[\]-]+/g, "_").slice(0, 180);
  return safe === instance ? safe : `${safe}-${sha256(instance).slice(0, 8)}`;
}
