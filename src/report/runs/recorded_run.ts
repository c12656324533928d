import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { readJson } from "../../artifacts/json_file.ts";

/** One finished task of a run. */
export interface RecordedInstance {
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** Key of its manifest in the store. */
  readonly key: string;
  /** Whether its result was there already. */
  readonly cached: boolean;
  /** How long it ran when it ran. */
  readonly seconds: number;
  /** Hashes of what it wrote, by output. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a run left about itself in its `run.json`. */
export interface RunRecord {
  /** Id of the run. */
  readonly run: string;
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Profile that was chosen, if any. */
  readonly profile?: string;
  /** How it ended. */
  readonly status: string;
  /** Parameters of the pipeline. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Settings of the command line, as `path=value`. */
  readonly settings: readonly string[];
  /** When it ended, in ISO 8601. */
  readonly finishedAt: string;
  /** Version of the runtime. */
  readonly deno: string;
  /** Its finished tasks, by readable name. */
  readonly instances: Readonly<Record<string, RecordedInstance>>;
  /** What it published, by path within its folder. */
  readonly outputs: Readonly<
    Record<string, { readonly instance: string; readonly output: string }>
  >;
}

const runRecord: z.ZodType<RunRecord> = z.looseObject({
  run: z.string(),
  pipeline: z.string(),
  profile: z.string().optional(),
  status: z.string(),
  params: z.record(z.string(), z.unknown()),
  settings: z.array(z.string()).default([]),
  finishedAt: z.string(),
  deno: z.string(),
  instances: z.record(
    z.string(),
    z.looseObject({
      task: z.string(),
      key: z.string(),
      cached: z.boolean(),
      seconds: z.number(),
      outputs: z.record(z.string(), z.string()),
    }),
  ),
  outputs: z.record(z.string(), z.object({ instance: z.string(), output: z.string() })).default({}),
});

/**
 * Reads the record of a run.
 *
 * @throws {Error} If there is none in `folder`, or it has another form.
 */
export function readRunRecord(folder: string): Promise<RunRecord> {
  return readJson(join(folder, "run.json"), runRecord, "run record");
}

/**
 * The folder of the run that a published folder belongs to, relative to the results; `null` if no
 * run recorded itself above it.
 */
export async function runFolderOf(results: string, folder: string): Promise<string | null> {
  for (let at = folder; at !== results && at !== dirname(at); at = dirname(at)) {
    try {
      await Deno.stat(join(at, "run.json"));
      return relative(results, at);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}
