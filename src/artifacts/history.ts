import { z } from "zod";

/** One line of a training log. */
export interface HistoryEntry {
  /** Finished steps. */
  readonly step: number;
  /** The loss that was minimised, the corrector's included. */
  readonly loss: number;
  /** The denoiser's part of the loss, where there is another. */
  readonly mdmLoss?: number;
  /** The corrector's part of the loss. */
  readonly correctorLoss?: number;
  /** Loss on held-out data, where it was evaluated. */
  readonly validation?: number;
}

const historyEntry: z.ZodType<HistoryEntry> = z.looseObject({
  step: z.number(),
  loss: z.number(),
  mdmLoss: z.number().optional(),
  correctorLoss: z.number().optional(),
  validation: z.number().optional(),
});

/**
 * Reads a training log of one JSON object a line, in the order of steps.
 *
 * A training that went on from a checkpoint logs some steps again: the last entry of a step counts.
 * A last line that is cut short, as of a log being written, is left out.
 *
 * @throws {Error} If another line cannot be read, naming file and line.
 */
export async function readHistory(path: string): Promise<HistoryEntry[]> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  const entries = new Map<number, HistoryEntry>();
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    try {
      const entry = historyEntry.parse(JSON.parse(line));
      entries.set(entry.step, entry);
    } catch (cause) {
      if (cause instanceof SyntaxError && index === lines.length - 1) return;
      throw new Error(
        `Cannot read training log "${path}": line ${index + 1} is no entry with step and loss`,
        { cause },
      );
    }
  });
  return [...entries.values()].sort((a, b) => a.step - b.step);
}
