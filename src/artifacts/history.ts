import { z } from "zod";

/** Name of a training's log, in its scratch folder and in its output `log`. */
export const HISTORY_FILE = "metrics.jsonl";

/** One line of a training's log; means are over the steps since the last. */
export interface HistoryRecord {
  /** Finished steps. */
  readonly step: number;
  /** Mean over positions: the sum of all losses. */
  readonly loss: number;
  /** Mean of each of the objective's losses, such as `mdmLoss` and `correctorLoss`. */
  readonly [loss: `${string}Loss`]: number;
  /** Norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** Learning rate of the step. */
  readonly learningRate: number;
  /** Loss of the objective's held-out form in nats per token, where it was evaluated. */
  readonly validation?: number;
}

const historyRecord: z.ZodType<HistoryRecord> = z.object({
  step: z.number(),
  loss: z.number(),
  gradientNorm: z.number(),
  learningRate: z.number(),
  validation: z.number().optional(),
}).catchall(z.number());

/** The record with the lowest held-out loss, if any was evaluated; the first of equals. */
export function bestRecord(history: readonly HistoryRecord[]): HistoryRecord | undefined {
  let best: HistoryRecord | undefined;
  for (const record of history) {
    if (record.validation === undefined) continue;
    if (best?.validation === undefined || record.validation < best.validation) best = record;
  }
  return best;
}

/** How many evaluations on held-out data, the last ones, brought no lower loss. */
export function evaluationsSinceBest(history: readonly HistoryRecord[]): number {
  const best = bestRecord(history);
  if (best === undefined) return 0;
  return history.filter(({ step, validation }) => validation !== undefined && step > best.step)
    .length;
}

/** Appends a record to a log. */
export async function appendHistory(path: string, record: HistoryRecord): Promise<void> {
  await Deno.writeTextFile(path, JSON.stringify(record) + "\n", { append: true });
}

/**
 * Reads a training log of one JSON object a line, in the order of steps.
 *
 * A training that went on from a checkpoint logs some steps again: the last entry of a step counts.
 * A last line that is cut short, as of a log being written, is left out.
 *
 * @throws {Error} If another line cannot be read, naming file and line.
 */
export async function readHistory(path: string): Promise<HistoryRecord[]> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  const entries = new Map<number, HistoryRecord>();
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    try {
      const entry = historyRecord.parse(JSON.parse(line));
      entries.set(entry.step, entry);
    } catch (cause) {
      if (cause instanceof SyntaxError && index === lines.length - 1) return;
      throw new Error(
        `Cannot read training log "${path}": line ${index + 1} is no record of losses`,
        { cause },
      );
    }
  });
  return [...entries.values()].sort((a, b) => a.step - b.step);
}

/** A training log with its name. */
export interface NamedHistory {
  /** What was trained, such as `base[seed=1]`. */
  readonly name: string;
  /** The entries of the log, by step. */
  readonly entries: readonly HistoryRecord[];
}

/**
 * Reads the training logs that a task gathers.
 *
 * @throws {Error} If one cannot be read, naming file and line.
 */
export async function readHistories(
  gathered: readonly { readonly instance: string; readonly path: string }[],
): Promise<NamedHistory[]> {
  return await Promise.all(gathered.map(async ({ instance, path }) => ({
    name: instance,
    entries: await readHistory(path),
  })));
}
