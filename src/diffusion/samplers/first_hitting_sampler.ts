import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { Predictor } from "../denoising/predictor.ts";
import { defineSampler, type SamplerOptions, type Samples } from "./sampler.ts";
import { tokenSettings } from "./shared_settings.ts";

/**
 * Draws sequences from an MDM exactly, as with infinitely many unmasking steps: each step waits for
 * the next token to leave the mask, which is any of the masked ones with equal probability. The
 * network has no time conditioning, so when that happens does not matter.
 *
 * Source: Zheng et al. 2024, "Masked diffusion models are secretly time-agnostic masked models".
 */
export async function sampleFirstHitting(
  denoiser: Denoiser,
  options: SamplerOptions,
): Promise<Samples> {
  const { key, labels, firstRow = 0, signal, observe } = options, { length, maskId } = denoiser;
  const predictor = new Predictor(denoiser, labels, options);
  const rows = Array.from(labels.keys()), z = new Int32Array(rows.length * length).fill(maskId);
  const whichKey = foldIn(key, STREAMS.which), drawKey = foldIn(key, STREAMS.draw);
  const masked = rows.map(() => Array.from({ length }, (_, position) => position));
  for (let step = 0; step < length; step++) {
    signal?.throwIfAborted();
    await predictor.refresh("z", rows, z, "guided");
    for (const row of rows) {
      const which = Math.floor(uniformAt(whichKey, firstRow + row, step, 0) * (length - step));
      const [position] = masked[row]!.splice(which, 1) as [number];
      z[row * length + position] = drawCategorical(
        predictor.xTheta("z", row, position, "guided"),
        uniformAt(drawKey, firstRow + row, step, position),
      );
    }
    observe?.({ step, phase: "unmask", tokens: z });
  }
  return {
    tokens: z,
    nfe: length * predictor.evaluationsEach("guided"),
    evaluations: predictor.evaluations / rows.length,
  };
}

/** Exact sampling of a masked diffusion model, a token a step. */
export const firstHittingSampler = defineSampler({
  name: "first-hitting",
  label: "First-hitting",
  shows: "masks",
  settings: tokenSettings,
  steps: (_settings, length) => length,
  evaluations: (_settings, length) => length,
  draw: sampleFirstHitting,
});
