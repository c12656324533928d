import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";

/** Name of the file within the folder that publishes it. */
export const SCORES_FILE = "scores.json";

/** One score of one method, as `report/scores` publishes it in `scores.json`. */
export interface Score {
  /** Row of the paper's table, such as `ProSeCo SFT`. */
  readonly method: string;
  /** Column of the paper's table, such as `HumanEval`, or `MAUVE` with `steps`. */
  readonly metric: string;
  /** Inference steps, where the table has columns of them. */
  readonly steps?: number;
  /** The score in the table's own unit. */
  readonly value: { readonly mean: number; readonly se: number | null };
  /** Seeds that it is over. */
  readonly seeds: readonly number[];
  /** Name and version of the rule that read the answers. */
  readonly judge?: string;
  /** Share of answers without any text, over the seeds. */
  readonly empty?: number;
  /** What the answers of every seed were drawn and judged with. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What `scores.json` holds: scores for one table of the paper, by one model. */
export interface ScoreFile {
  /** Table of the paper, by its name in `results/paper/tables.json`. */
  readonly table: "llada_sft" | "openwebtext";
  /** The network, in a few words. */
  readonly model: { readonly name: string; readonly parameters: number };
  /** The scores. */
  readonly scores: readonly Score[];
}

const scoreFile: z.ZodType<ScoreFile> = z.object({
  table: z.enum(["llada_sft", "openwebtext"]),
  model: z.looseObject({ name: z.string(), parameters: z.number() }),
  scores: z.array(z.object({
    method: z.string(),
    metric: z.string(),
    steps: z.number().optional(),
    value: z.object({ mean: z.number(), se: z.number().nullable() }),
    seeds: z.array(z.number()),
    judge: z.string().optional(),
    empty: z.number().optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
  })),
});

/**
 * Reads a `scores.json`.
 *
 * @throws {Error} If it is none, naming file and field.
 */
export function readScores(path: string): Promise<ScoreFile> {
  return readJson(path, scoreFile, "scores");
}

/** Writes a `scores.json`. */
export function writeScores(path: string, scores: ScoreFile): Promise<void> {
  return writeJson(path, scores, { indent: 1 });
}
