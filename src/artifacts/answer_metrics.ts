import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";
import { type AnswerOrigin, answerOrigin } from "./completions.ts";

/** What the answers to a set of problems were drawn and judged with. */
export interface AnswerSettings {
  /** Name of the problems' data set, such as `mbpp`. */
  readonly dataset: string;
  /** Part of the data set that the problems are of. */
  readonly part?: string;
  /** Seed that the answers were sampled with. */
  readonly seed?: number;
  /** Further settings of the sampler and of the judge. */
  readonly [setting: string]: unknown;
}

/** What metrics of answers have in common, whatever judged them. */
export interface JudgedAnswers extends AnswerOrigin {
  /** What they were sampled and judged with. */
  readonly settings: AnswerSettings;
  /** Name and version of the rule that read them, such as `mbpp extraction 1`. */
  readonly judge: string;
  /** Share of answers without any text. */
  readonly empty: number;
  /** 95% bootstrap interval over problems: of the accuracy, or of pass@k at the first `k`. */
  readonly interval: readonly [low: number, high: number];
}

/** What became of the programs that a model wrote, as `eval/code` writes it. */
export interface CodeMetrics extends JudgedAnswers {
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

/** What became of the solutions that a model wrote, as `eval/math` and `eval/exact` write it. */
export interface MathMetrics extends JudgedAnswers {
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

/** Metrics of answers of either form. */
export type AnswerMetrics = CodeMetrics | MathMetrics;

const value = z.union([z.number(), z.string()]);

const judged = {
  settings: z.looseObject({
    dataset: z.string(),
    part: z.string().optional(),
    seed: z.number().optional(),
  }),
  judge: z.string(),
  ...answerOrigin,
  empty: z.number(),
  interval: z.tuple([z.number(), z.number()]),
};

const codeMetrics = z.object({
  ...judged,
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
  ...judged,
  accuracy: z.number(),
  answered: z.number(),
  problems: z.array(z.object({
    id: z.string(),
    expected: value,
    given: z.array(value.nullable()),
    correct: z.array(z.boolean()),
  })),
});

const answerMetrics: z.ZodType<AnswerMetrics> = z.union([codeMetrics, mathMetrics]);

/**
 * Reads the metrics of answers.
 *
 * @throws {UserError} If the file is of neither form, naming the file.
 */
export function readAnswerMetrics(path: string): Promise<AnswerMetrics> {
  return readJson(path, answerMetrics, "metrics of answers");
}

/** Writes the metrics of answers. */
export function writeAnswerMetrics(path: string, metrics: AnswerMetrics): Promise<void> {
  return writeJson(path, metrics, { indent: 2 });
}

/** What share of each problem's answers is right, and of all problems on average. */
export interface Accuracy {
  /** Mean over the problems. */
  readonly mean: number;
  /** Each problem's share, by its id. */
  readonly problems: ReadonlyMap<string, number>;
}

/** One view of metrics of either form: for programs, pass@1. */
export function accuracyOf(metrics: AnswerMetrics): Accuracy {
  const shares = "passAt" in metrics
    ? metrics.problems.map(({ id, passed, programs }) => [id, passed / programs.length] as const)
    : metrics.problems.map(({ id, correct }) =>
      [id, correct.filter(Boolean).length / correct.length] as const
    );
  const mean = shares.reduce((sum, [, share]) => sum + share, 0) / shares.length;
  return { mean, problems: new Map(shares) };
}
