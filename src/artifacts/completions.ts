import { z } from "zod";
import { readJson } from "../support/json_file.ts";

/** What a model answered to one problem, once or several times. */
export interface Completion {
  /** Id of the problem, such as `MBPP/11`. */
  readonly id: string;
  /** What the model wrote, at least once. */
  readonly answers: readonly string[];
  /** The right solution, where the problems' data set does not hold it. */
  readonly reference?: string;
}

/** A file of completions. */
export interface Completions {
  /** What they were sampled with, such as `seed`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The completions, one entry a problem. */
  readonly completions: readonly Completion[];
}

// Strict, so that a setting beside `settings` is not lost without a word.
const completionsFile: z.ZodType<Completions> = z.strictObject({
  settings: z.record(z.string(), z.unknown()).default({}),
  completions: z.array(z.object({
    id: z.string(),
    answers: z.array(z.string()).min(1),
    reference: z.string().optional(),
  })).min(1),
});

/**
 * Reads a file of completions.
 *
 * @throws {UserError} If the file has another form, naming file and field.
 */
export function readCompletions(path: string): Promise<Completions> {
  return readJson(path, completionsFile, "completions");
}
