import { join } from "node:path";

/** Name of the file in a task's scratch folder that shows the samples being drawn. */
const LIVE_SAMPLES = "samples.json";
/** Sequences that are shown. */
const SHOWN = 6;
/** Milliseconds between two writes: as often as anyone can look. */
const INTERVAL = 500;

/** Shows samples while they are drawn. */
export interface LiveSamples {
  /** @param tokens `[rows, length]`, of which the first few rows are shown. */
  show(tokens: Int32Array, step: number, steps: number): void;
}

/**
 * Writes the first sequences of a sampler to a file now and then, for those who follow it.
 *
 * @param folder Folder of the file.
 * @param vocabulary Tokens by id.
 */
export function showLive(
  folder: string,
  vocabulary: readonly string[],
  length: number,
): LiveSamples {
  const path = join(folder, LIVE_SAMPLES);
  let writtenAt = -Infinity;
  return {
    show(tokens, step, steps) {
      if (performance.now() - writtenAt < INTERVAL) return;
      const rows = Math.min(SHOWN, tokens.length / length);
      const sequences = Array.from(
        { length: rows },
        (_, row) =>
          Array.from(tokens.subarray(row * length, (row + 1) * length), (id) => vocabulary[id]),
      );
      Deno.writeTextFileSync(`${path}.tmp`, JSON.stringify({ step, steps, sequences }));
      Deno.renameSync(`${path}.tmp`, path);
      writtenAt = performance.now();
    },
  };
}
