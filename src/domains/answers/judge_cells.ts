import {
  type CodeMetrics,
  type MathMetrics,
  readAnswerMetrics,
  writeAnswerMetrics,
} from "../../artifacts/answer_metrics.ts";
import { mapCells, type MapCellsOptions } from "../../artifacts/cell_files.ts";
import {
  type AnswerOrigin,
  type Completions,
  readCompletions,
} from "../../artifacts/completions.ts";
import { copyJudged, judgedFiles } from "../../artifacts/judged/copy_judged.ts";
import { originOf } from "./completion_facts.ts";

/** Options of {@linkcode judgeCells}. */
export interface JudgeCellsOptions extends MapCellsOptions {
  /** Earlier results of the same judge, of which those of equal files are copied. @default {[]} */
  readonly earlier?: readonly {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: { readonly metrics: string };
  }[];
}

/**
 * Judges a file of completions, or each of a folder, and writes the metrics beside what they were
 * drawn with and what they cost.
 *
 * @param input Completions; a file or a folder.
 * @param output Where to write, alike.
 * @param judge Gives the scores; its settings are added to those of the completions.
 * @returns The metrics, in the order of the files' names.
 * @throws {UserError} If a file holds no completions.
 */
export async function judgeCells<Metrics extends CodeMetrics | MathMetrics>(
  input: string,
  output: string,
  judge: (completions: Completions) => Promise<Omit<Metrics, keyof AnswerOrigin>>,
  { earlier = [], ...options }: JudgeCellsOptions,
): Promise<Metrics[]> {
  const make = async (from: string, to: string) => {
    const completions = await readCompletions(from);
    const judged = await judge(completions);
    const settings = { ...completions.settings, ...judged.settings };
    const metrics = { ...judged, ...originOf(completions), settings } as unknown as Metrics;
    await writeAnswerMetrics(to, metrics);
    return metrics;
  };
  // The same judge wrote them, so that they are of the same form.
  const judged = await Promise.all(
    earlier.map(({ inputs, outputs }) =>
      judgedFiles(inputs.completions as string, outputs.metrics)
    ),
  );
  const read = (path: string) => readAnswerMetrics(path) as Promise<Metrics>;
  return await mapCells(input, output, copyJudged(judged.flat(), make, read), options);
}
