import { basename, join } from "node:path";
import { z } from "zod";
import type { RunStatus } from "./events.ts";
import { hashSchema, isInnerPath } from "../store/object_record.ts";
import { readText, writeAtomically } from "../../support/files.ts";
import { parseJson } from "../../support/json_file.ts";
import type { JsonValue } from "../task.ts";

/** One finished instance of a run. */
export interface RecordedInstance {
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** Key of its manifest in the store. */
  readonly key: string;
  /** Whether its result was there already. */
  readonly cached: boolean;
  /** How long it ran when it ran. */
  readonly seconds: number;
  readonly coordinates: Readonly<Record<string, JsonValue>>;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Hashes of what it wrote, by output. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What it recorded: data source, versions, metrics. */
  readonly facts: Readonly<Record<string, JsonValue>>;
  /** The task among whose instances it was chosen, such as the rung before; of runs of before, not told. */
  readonly chosenFrom?: string;
}

/** One instance of a run that did not finish. */
export interface FailedInstance {
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** Key that its manifest would have had; nothing where it was not known yet. */
  readonly key?: string;
  /** Whether it failed, or was stopped while it ran. */
  readonly status: "failed" | "stopped";
  /** What went wrong, or that the run was stopped. */
  readonly reason: string;
  readonly coordinates: Readonly<Record<string, JsonValue>>;
  readonly params: Readonly<Record<string, JsonValue>>;
}

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
  /** When it began, in ISO 8601; of runs of before, not told. */
  readonly startedAt?: string;
  /** When it ended, in ISO 8601. */
  readonly finishedAt: string;
  /** Words of the command line that began it, if one did. */
  readonly command?: readonly string[];
  /** Commit of the code, with `-dirty` where files differed; nothing outside a repository. */
  readonly commit?: string;
  /** Version of Deno. */
  readonly deno: string;
  /** Its finished instances, by readable name. */
  readonly instances: Readonly<Record<string, RecordedInstance>>;
  /** Instances that failed or were stopped as they ran; of runs of before, not told. */
  readonly failures?: Readonly<Record<string, FailedInstance>>;
  /** Published paths, and the instance and output that each shows. */
  readonly outputs: Readonly<
    Record<string, { readonly instance: string; readonly output: string }>
  >;
}

// What was read as JSON holds nothing else.
const json = z.custom<JsonValue>(() => true);

const runRecord: z.ZodType<RunRecord> = z.looseObject({
  run: z.string(),
  pipeline: z.string(),
  profile: z.string().optional(),
  status: z.enum(["done", "failed", "stopped"]),
  params: z.record(z.string(), json),
  settings: z.array(z.string()),
  digest: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string(),
  command: z.array(z.string()).optional(),
  commit: z.string().optional(),
  deno: z.string(),
  instances: z.record(
    z.string(),
    z.looseObject({
      task: z.string(),
      key: hashSchema,
      cached: z.boolean(),
      seconds: z.number(),
      coordinates: z.record(z.string(), json),
      params: z.record(z.string(), json),
      outputs: z.record(z.string(), hashSchema),
      facts: z.record(z.string(), json),
      chosenFrom: z.string().optional(),
    }),
  ),
  failures: z.record(
    z.string(),
    z.looseObject({
      task: z.string(),
      key: hashSchema.optional(),
      status: z.enum(["failed", "stopped"]),
      reason: z.string(),
      coordinates: z.record(z.string(), json),
      params: z.record(z.string(), json),
    }),
  ).optional(),
  outputs: z.record(
    z.string().refine(isInnerPath),
    z.object({ instance: z.string(), output: z.string() }),
  ),
});

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

/** Name of the record within the folder of a run. */
export const RUN_RECORD = "run.json";

/**
 * Reads the record of a run; `undefined` if there is none.
 *
 * @throws {UserError} If it has another form, naming file and field.
 */
export function readRunRecord(folder: string): RunRecord | undefined {
  const path = join(folder, RUN_RECORD), text = readText(path);
  if (text === undefined) return undefined;
  return parseJson(text, { path, schema: runRecord, what: "run record" });
}

/** Writes the record of a run. */
export function writeRunRecord(folder: string, record: RunRecord): void {
  writeAtomically(join(folder, RUN_RECORD), `${JSON.stringify(record, null, 1)}\n`);
}
