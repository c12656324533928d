import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";

/** What the answers to a set of problems were judged with. */
export interface AnswerSettings {
  /** Name of the problems' data set, such as `mbpp`. */
  readonly dataset: string;
  /** Seed that the answers were sampled with. */
  readonly seed?: number;
  /** Further settings of the sampler and of the judge. */
  readonly [setting: string]: unknown;
}

/** What became of the programs that a model wrote, as `eval/code` writes it. */
export interface CodeMetrics {
  /** What they were sampled and judged with. */
  readonly settings: AnswerSettings;
  /** What ran them. */
  readonly python: string;
  /** pass@k, the mean over the problems, by k. */
  readonly passAt: Readonly<Record<string, number>>;
  /** Programs by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** How each problem's completions ended. */
  readonly problems: readonly {
    readonly id: string;
    readonly passed: number;
    readonly programs: readonly { readonly verdict: string; readonly detail: string }[];
  }[];
}

/** What became of the solutions that a model wrote, as `eval/math` writes it. */
export interface MathMetrics {
  /** What they were sampled and judged with. */
  readonly settings: AnswerSettings;
  /** Mean over the problems of the share of correct answers. */
  readonly accuracy: number;
  /** Share of all answers that give a value at all. */
  readonly answered: number;
  /** What was read out of each problem's answers; `null` where an answer gives nothing. */
  readonly problems: readonly {
    readonly id: string;
    readonly expected: number | string;
    readonly given: readonly (number | string | null)[];
    readonly correct: readonly boolean[];
  }[];
}

const settings = z.looseObject({ dataset: z.string(), seed: z.number().optional() });
const value = z.union([z.number(), z.string()]);

const codeMetrics = z.object({
  settings,
  python: z.string(),
  passAt: z.record(z.string(), z.number()),
  verdicts: z.record(z.string(), z.number()),
  problems: z.array(z.object({
    id: z.string(),
    passed: z.int(),
    programs: z.array(z.object({ verdict: z.string(), detail: z.string() })),
  })),
});

const mathMetrics = z.object({
  settings,
  accuracy: z.number(),
  answered: z.number(),
  problems: z.array(z.object({
    id: z.string(),
    expected: value,
    given: z.array(value.nullable()),
    correct: z.array(z.boolean()),
  })),
});

const answerMetrics: z.ZodType<CodeMetrics | MathMetrics> = z.union([codeMetrics, mathMetrics]);

/**
 * Reads the metrics of answers.
 *
 * @throws {UserError} If the file is of neither form, naming the file.
 */
export function readAnswerMetrics(path: string): Promise<CodeMetrics | MathMetrics> {
  return readJson(path, answerMetrics, "metrics of answers");
}

/** Writes the metrics of answers. */
export function writeAnswerMetrics(
  path: string,
  metrics: CodeMetrics | MathMetrics,
): Promise<void> {
  return writeJson(path, metrics, { indent: 2 });
}
