import { basename, join } from "node:path";
import type { RunStatus } from "./events.ts";
import { readText } from "../../support/files.ts";
import type { JsonValue } from "../task.ts";

/** `run.json`: what a run was, and where each of its results came from. */
export interface RunRecord {
  readonly run: string;
  readonly pipeline: string;
  readonly profile?: string;
  readonly status: RunStatus;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Settings of the command line, as `path=value`. */
  readonly settings: readonly string[];
  /** Tells runs with other results apart. */
  readonly digest: string;
  readonly finishedAt: string;
  readonly deno: string;
  readonly instances: Readonly<
    Record<string, {
      readonly task: string;
      readonly key: string;
      readonly cached: boolean;
      readonly seconds: number;
      readonly coordinates: Readonly<Record<string, JsonValue>>;
      readonly params: Readonly<Record<string, JsonValue>>;
      readonly outputs: Readonly<Record<string, string>>;
      readonly facts: Readonly<Record<string, JsonValue>>;
    }>
  >;
  /** Published paths, and the instance and output that each shows. */
  readonly outputs: Readonly<
    Record<string, { readonly instance: string; readonly output: string }>
  >;
}

/** Name of the pointer to the newest run. */
export const LATEST = "latest";

/** The folder of the newest run of a pipeline, by its pointer. */
export function latestRun(folder: string): string | undefined {
  const pointer = join(folder, LATEST);
  try {
    return join(folder, basename(Deno.readLinkSync(pointer)));
  } catch {
    const name = readText(`${pointer}.txt`)?.trim();
    return name === undefined ? undefined : join(folder, name);
  }
}

/** Reads the record of a run. */
export function readRunRecord(folder: string): RunRecord | undefined {
  const text = readText(join(folder, "run.json"));
  return text === undefined ? undefined : JSON.parse(text) as RunRecord;
}
