import { UserError } from "../../support/user_error.ts";
import { type Scalar, scalarsIn } from "../../support/json.ts";

/** Parts of an instance's name, such as `gamma=2` of `metrics[gamma=2,corrector={S=2 omega=2}]`. */
function coordinatesOf(instance: string): [string, Scalar][] {
  const inner = /\[(.*)\]$/s.exec(instance)?.[1];
  if (inner === undefined) return [];
  return [...inner.matchAll(/([^,={}]+)=(\{[^}]*\}|[^,]*)/g)].map(([, axis, value]) => {
    const isNumber = value !== "" && Number.isFinite(Number(value));
    return [axis!, isNumber ? Number(value) : value!];
  });
}

/** What a file of metrics, whatever wrote it, holds. */
export interface AnyMetrics {
  /** Coordinates of the instance that wrote it, what stands in `settings`, and texts by path. */
  readonly labels: Readonly<Record<string, Scalar>>;
  /** Numbers by path; truth values count as 0 and 1. */
  readonly figures: Readonly<Record<string, number>>;
}

/** The last of what a file of metrics holds: an object, a list of them, or one a line. */
function lastEntry(text: string, path: string): unknown {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) ? value.at(-1) : value;
  } catch (cause) {
    try {
      return JSON.parse(text.trimEnd().split("\n").at(-1)!);
    } catch {
      throw new UserError(`Cannot read metrics from "${path}": it is no JSON`, { cause });
    }
  }
}

/**
 * Reads numbers from a file of metrics: JSON, of a list or of one object a line the last entry.
 *
 * @param instance Name of the instance that wrote it, which gives the labels of its coordinates and,
 * as `task`, that of its task.
 * @throws {UserError} If the file holds no JSON.
 */
export async function readAnyMetrics(path: string, instance: string): Promise<AnyMetrics> {
  const entry = lastEntry(await Deno.readTextFile(path), path);
  const found = [...scalarsIn(entry as Parameters<typeof scalarsIn>[0])];
  const isSetting = (name: string) => name.startsWith("settings.");
  const figures = found.flatMap(([name, value]) => {
    const isNumber = typeof value === "number" || typeof value === "boolean";
    return isNumber && !isSetting(name) ? [[name, Number(value)] as const] : [];
  });
  // Settings go by their own names, as in the names of instances; other numbers are no labels.
  const labels = found.filter(([name, value]) => typeof value === "string" || isSetting(name))
    .map(([name, value]) => [name.replace(/^settings\./, ""), value] as const);
  return {
    labels: {
      task: instance.replace(/\[.*$/s, ""),
      ...Object.fromEntries(coordinatesOf(instance)),
      ...Object.fromEntries(labels),
    },
    figures: Object.fromEntries(figures),
  };
}
