import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { Predictor } from "../denoising/predictor.ts";
import { defineSampler, type DrawOptions, type SamplerOptions, type Samples } from "./sampler.ts";
import { tokenSettings } from "./shared_settings.ts";
import { startTokens } from "./start_tokens.ts";

/**
 * Draws sequences from an MDM exactly, as with infinitely many unmasking steps: each step waits for
 * the next token to leave the mask, which is any of the masked ones with equal probability. The
 * network has no time conditioning, so when that happens does not matter.
 *
 * Source: Zheng et al. 2024, "Masked diffusion models are secretly time-agnostic masked models".
 */
export async function sampleFirstHitting(
  denoiser: Denoiser,
  options: SamplerOptions & Pick<DrawOptions, "prompt">,
): Promise<Samples> {
  const { key, labels, prompt, firstRow = 0, signal, observe } = options;
  const { length, maskId } = denoiser;
  const predictor = new Predictor(denoiser, labels, options);
  const rows = Array.from(labels.keys()), z = startTokens(denoiser, rows.length, prompt);
  const whichKey = foldIn(key, STREAMS.which), drawKey = foldIn(key, STREAMS.draw);
  const masked = rows.map((row) =>
    Array.from({ length }, (_, position) => position)
      .filter((position) => z[row * length + position] === maskId)
  );
  const steps = Math.max(...masked.map((positions) => positions.length));
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    const open = rows.filter((row) => masked[row]!.length > 0);
    await predictor.refresh("z", open, z, "guided");
    for (const row of open) {
      const left = masked[row]!.length;
      const which = Math.floor(uniformAt(whichKey, firstRow + row, step, 0) * left);
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
    nfe: steps * predictor.evaluationsEach("guided"),
    evaluations: predictor.evaluations / rows.length,
    rowEvaluations: predictor.rowEvaluations,
  };
}

/** Exact sampling of a masked diffusion model, a token a step. */
export const firstHittingSampler = defineSampler({
  name: "first-hitting",
  label: "First-hitting",
  shows: "masks",
  prompt: "taken",
  settings: tokenSettings,
  steps: (_settings, length, prompted) => length - prompted,
  evaluations: (_settings, length, prompted) => length - prompted,
  draw: sampleFirstHitting,
});
