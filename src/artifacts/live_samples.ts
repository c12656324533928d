import { join } from "node:path";
import { z } from "zod";
import { readJson } from "../support/json_file.ts";

/** Name of the file in a task's scratch folder that shows the samples being drawn. */
export const LIVE_SAMPLES = "samples.json";
/** Sequences that are shown. */
const SHOWN = 6;
/** Milliseconds between two writes: as often as anyone can look. */
const INTERVAL = 500;

/** Samples as they are while they are drawn. */
export interface LiveSamples {
  /** Finished steps. */
  readonly step: number;
  /** Steps in all. */
  readonly steps: number;
  /** The first sequences, each a list of tokens. */
  readonly sequences: readonly (readonly string[])[];
}

const liveSamples: z.ZodType<LiveSamples> = z.object({
  step: z.number(),
  steps: z.number(),
  sequences: z.array(z.array(z.string())),
});

/**
 * Reads what {@linkcode showLive} wrote.
 *
 * @throws {UserError} If there is none or it has another form, naming the file and the field.
 */
export function readLiveSamples(path: string): Promise<LiveSamples> {
  return readJson(path, liveSamples, "live samples");
}

/** Shows samples while they are drawn. */
export interface SampleShow {
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
): SampleShow {
  const path = join(folder, LIVE_SAMPLES);
  let writtenAt = -Infinity;
  return {
    show(tokens, step, steps) {
      if (performance.now() - writtenAt < INTERVAL) return;
      const rows = Math.min(SHOWN, tokens.length / length);
      const sequences = Array.from(
        { length: rows },
        (_, row) =>
          Array.from(tokens.subarray(row * length, (row + 1) * length), (id) => vocabulary[id]!),
      );
      const samples: LiveSamples = { step, steps, sequences };
      Deno.writeTextFileSync(`${path}.tmp`, JSON.stringify(samples));
      Deno.renameSync(`${path}.tmp`, path);
      writtenAt = performance.now();
    },
  };
}
