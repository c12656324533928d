import { z } from "zod";
import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { Predictor } from "../denoising/predictor.ts";
import { defineSampler, type SamplerOptions, type Samples } from "./sampler.ts";
import { stepsSetting, tokenSettings } from "./shared_settings.ts";

/** Options of {@linkcode samplePrism}. */
export interface PrismOptions extends SamplerOptions {
  /** Steps; after each the share of unmasked tokens is that of the steps done. */
  readonly T: number;
  /** Tokens that a step masks again. */
  readonly remasked: number;
  /** Share of the steps before the first that masks again; 0.5 in the paper's text. @default {0} */
  readonly remaskFrom?: number;
}

/**
 * Draws sequences with PRISM's remasking: each step masks again the tokens that the quality head
 * finds worst and unmasks, at random positions, as many more than the plan of `T` steps asks for.
 *
 * Nothing is masked again while there are no more than that many unmasked or masked tokens, and a
 * token is never unmasked in the step that masked it.
 *
 * Source: Kim et al. 2025 (PRISM), algorithm 3.
 *
 * @throws {RangeError} If an option is out of range.
 */
export async function samplePrism(
  denoiser: Denoiser,
  options: PrismOptions,
): Promise<Samples> {
  const { key, labels, T, remasked, remaskFrom = 0, firstRow = 0, signal, observe } = options;
  const { length, maskId } = denoiser;
  for (const [name, value, least] of [["T", T, 1], ["remasked", remasked, 0]] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(
        `Cannot sample: ${name} must be an integer of at least ${least}: got ${value}`,
      );
    }
  }
  if (!(remaskFrom >= 0 && remaskFrom <= 1)) {
    throw new RangeError(`Cannot sample: remaskFrom must be in [0, 1]: got ${remaskFrom}`);
  }
  const predictor = new Predictor(denoiser, labels, options);
  const rows = Array.from(labels.keys()), z = new Int32Array(rows.length * length).fill(maskId);
  const orderKey = foldIn(key, STREAMS.order), drawKey = foldIn(key, STREAMS.draw);
  for (let step = 0; step < T; step++) {
    signal?.throwIfAborted();
    await predictor.refresh("z", rows, z, "guided");
    const target = Math.ceil(length * (step + 1) / T);
    for (const row of rows) {
      const at = (position: number) => row * length + position;
      const positions = Array.from({ length }, (_, position) => position);
      const clean = positions.filter((position) => z[at(position)] !== maskId);
      const masks = positions.filter((position) => z[at(position)] === maskId);
      const isOn = step >= remaskFrom * T;
      if (isOn && clean.length > remasked && clean.length < length - remasked) {
        const quality = predictor.quality("z", row);
        clean.sort((a, b) => quality[a]! - quality[b]! || a - b);
        // No more may be masked after the step than the plan leaves.
        const worst = clean.splice(0, Math.min(remasked, length - target));
        for (const position of worst) z[at(position)] = maskId;
      }
      const rank = new Map(
        masks.map((position) => [position, uniformAt(orderKey, firstRow + row, step, position)]),
      );
      masks.sort((a, b) => rank.get(a)! - rank.get(b)!);
      for (const position of masks.slice(0, target - clean.length)) {
        z[at(position)] = drawCategorical(
          predictor.xTheta("z", row, position, "guided"),
          uniformAt(drawKey, firstRow + row, step, position),
        );
      }
    }
    observe?.({ step, phase: "unmask", tokens: z });
  }
  return {
    tokens: z,
    nfe: T * predictor.evaluationsEach("guided"),
    evaluations: predictor.evaluations / rows.length,
  };
}

/** PRISM: masked diffusion that masks again what a quality head finds worst. */
export const prismSampler = defineSampler({
  name: "prism",
  label: "PRISM",
  shows: "masks",
  asksQuality: true,
  settings: {
    ...stepsSetting,
    remasked: z.int().min(0).default(1).describe("prism: tokens that a step masks again."),
    remaskFrom: z.number().min(0).max(1).default(0)
      .describe("prism: share of the steps before the first that masks again."),
    ...tokenSettings,
  },
  steps: ({ T }) => T,
  evaluations: ({ T }) => T,
  draw: samplePrism,
});
