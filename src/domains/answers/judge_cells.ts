import {
  type CodeMetrics,
  type MathMetrics,
  writeAnswerMetrics,
} from "../../artifacts/answer_metrics.ts";
import { mapCells, type MapCellsOptions } from "../../artifacts/cell_files.ts";
import {
  type AnswerOrigin,
  type Completions,
  readCompletions,
} from "../../artifacts/completions.ts";
import { originOf } from "./completion_facts.ts";

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
export function judgeCells<Metrics extends CodeMetrics | MathMetrics>(
  input: string,
  output: string,
  judge: (completions: Completions) => Promise<Omit<Metrics, keyof AnswerOrigin>>,
  options: MapCellsOptions,
): Promise<Metrics[]> {
  return mapCells(input, output, async (from, to) => {
    const completions = await readCompletions(from);
    const judged = await judge(completions);
    const settings = { ...completions.settings, ...judged.settings };
    const metrics = { ...judged, ...originOf(completions), settings } as unknown as Metrics;
    await writeAnswerMetrics(to, metrics);
    return metrics;
  }, options);
}
