import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { Predictor } from "../denoising/predictor.ts";
import { defineSampler, type SamplerOptions, type Samples } from "./sampler.ts";
import { tokenSettings } from "./shared_settings.ts";

/** Options of {@linkcode sampleAutoregressive}. */
export interface AutoregressiveOptions extends SamplerOptions {
  /** First token of every sequence. */
  readonly bosId: number;
  /** Token after which a sequence is filled with `padId`. */
  readonly eosId: number;
  /** Token that fills up a sequence. */
  readonly padId: number;
}

/**
 * Draws sequences from left to right with a causal network, whose logits at a position are of the
 * token after it. A sequence that has ended is evaluated no more.
 *
 * @throws {RangeError} If an option is out of range.
 */
export async function sampleAutoregressive(
  denoiser: Denoiser,
  options: AutoregressiveOptions,
): Promise<Samples> {
  const { key, labels, bosId, eosId, padId, firstRow = 0, signal, observe } = options;
  const { length } = denoiser, drawKey = foldIn(key, STREAMS.draw);
  const predictor = new Predictor(denoiser, labels, options);
  const rows = Array.from(labels.keys());
  // What follows the last token is not seen by a causal network; filling it with pad keeps rows that
  // agree so far equal.
  const tokens = new Int32Array(rows.length * length).fill(padId);
  for (const row of rows) tokens[row * length] = bosId;
  let open = rows;
  for (let position = 0; position + 1 < length; position++) {
    signal?.throwIfAborted();
    await predictor.refresh("z", predictor.reuse ? open : rows, tokens, "guided");
    open = open.filter((row) => {
      const token = drawCategorical(
        predictor.xTheta("z", row, position, "guided"),
        uniformAt(drawKey, firstRow + row, position, position + 1),
      );
      tokens[row * length + position + 1] = token;
      return token !== eosId;
    });
    observe?.({ step: position, phase: "unmask", tokens });
  }
  return {
    tokens,
    nfe: (length - 1) * predictor.evaluationsEach("guided"),
    evaluations: predictor.evaluations / rows.length,
  };
}

/** Writing from left to right with a causal network. */
export const autoregressiveSampler = defineSampler({
  name: "ar",
  label: "AR",
  shows: "prefix",
  settings: tokenSettings,
  steps: (_settings, length) => length - 1,
  evaluations: (_settings, length) => length - 1,
  draw: sampleAutoregressive,
});
