import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";
import { type RecordedFrame, recordedFrames } from "./samples.ts";

/** What a model answered to one problem, once or several times. */
export interface Completion {
  /** Id of the problem, such as `MBPP/11`. */
  readonly id: string;
  /** What the model wrote, at least once. */
  readonly answers: readonly string[];
  /** Network evaluations that each answer took. */
  readonly evaluations?: readonly number[];
  /** Whether each answer came to its end. */
  readonly finished?: readonly boolean[];
  /** The right solution, where the problems' data set does not hold it. */
  readonly reference?: string;
}

/** What answers cost and how many are none: carried from completions to metrics. */
export interface AnswerOrigin {
  /** Prescribed network evaluations of an answer; a guided step counts as two. */
  readonly nfe?: number;
  /** Network evaluations of an answer that were made, on average. */
  readonly evaluations?: number;
  /** Share of answers without any text. */
  readonly empty?: number;
  /** Share of answers that did not come to their end. */
  readonly unfinished?: number;
  /** The network that answered: its size and its training. */
  readonly model?: Readonly<Record<string, unknown>>;
  /** The data set whose vocabulary the answers are of. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A file of completions. */
export interface Completions extends AnswerOrigin {
  /** What they were sampled with, such as `seed`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The completions, one entry a problem. */
  readonly completions: readonly Completion[];
  /** The steps that led to the first few answers. */
  readonly trajectory?: readonly RecordedFrame[];
}

const share = z.number().min(0).max(1);

/** Form of {@linkcode AnswerOrigin}. */
export const answerOrigin = {
  nfe: z.number().optional(),
  evaluations: z.number().optional(),
  empty: share.optional(),
  unfinished: share.optional(),
  model: z.record(z.string(), z.unknown()).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
};

// Strict, so that a setting beside `settings` is not lost without a word.
const completionsFile: z.ZodType<Completions> = z.strictObject({
  settings: z.record(z.string(), z.unknown()).default({}),
  ...answerOrigin,
  completions: z.array(z.object({
    id: z.string(),
    answers: z.array(z.string()).min(1),
    evaluations: z.array(z.number()).optional(),
    finished: z.array(z.boolean()).optional(),
    reference: z.string().optional(),
  })).min(1),
  trajectory: recordedFrames.optional(),
});

/**
 * Reads a file of completions.
 *
 * @throws {UserError} If the file has another form, naming file and field.
 */
export function readCompletions(path: string): Promise<Completions> {
  return readJson(path, completionsFile, "completions");
}

/** Writes completions as JSON; a file that is there holds them whole. */
export function writeCompletions(path: string, completions: Completions): Promise<void> {
  return writeJson(path, completions);
}

/** The name of the file of one setting in a folder of them. */
export function completionsName(
  { T, corrector, temperature, seed }: {
    readonly T: number;
    /** Its settings as they were given. */
    readonly corrector?: Readonly<Record<string, unknown>>;
    readonly temperature: number;
    readonly seed: number;
  },
): string {
  const given = Object.entries(corrector ?? {}).map(([name, value]) => `,${name}=${value}`);
  return `T=${T}${given.join("")},temperature=${temperature},seed=${seed}.json`;
}
