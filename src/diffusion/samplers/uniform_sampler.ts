import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, softmax, uniformAt } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { guidanceStreams } from "../guidance/classifier_free.ts";
import { tiltProbabilities } from "../guidance/tilt_probabilities.ts";
import { uniformPosterior } from "../process/posterior.ts";
import { Predictor } from "../denoising/predictor.ts";
import { defineSampler, type SamplerOptions, type Samples } from "./sampler.ts";
import { noiseSetting, stepsSetting } from "./shared_settings.ts";
import { type NoiseSchedule, noiseSchedule, timeGrid } from "../process/noise_schedule.ts";

/** Options of {@linkcode sampleUniform}. */
export interface UniformSamplerOptions extends Omit<SamplerOptions, "temperature" | "nucleusP"> {
  /** Denoising steps. */
  readonly T: number;
  /** Noise schedule. @default {noiseSchedule("log-linear")} */
  readonly noise?: NoiseSchedule;
}

/** Turns posteriors into `conditional^gamma · unconditional^(1 - gamma)`, in place of the first. */
function guidePosterior(
  conditional: Float64Array,
  unconditional: Float64Array,
  gamma: number,
): Float64Array {
  for (let i = 0; i < conditional.length; i++) {
    // Both are 0 where one is; without this their logarithms would give NaN.
    conditional[i] = conditional[i] === 0
      ? -Infinity
      : gamma * Math.log(conditional[i]!) + (1 - gamma) * Math.log(unconditional[i]!);
  }
  return softmax(conditional);
}

/**
 * Draws sequences by uniform diffusion (UDLM), in which every token may change in every step. The
 * noise is uniform over the tokens other than the mask; guidance combines posteriors.
 *
 * Source: Schiff et al. 2024, "Simple guidance mechanisms for discrete diffusion models".
 *
 * @throws {RangeError} If an option is out of range.
 */
export async function sampleUniform(
  denoiser: Denoiser,
  options: UniformSamplerOptions,
): Promise<Samples> {
  const { key, labels, T, gamma = 1, firstRow = 0, signal, observe } = options;
  const { noise = noiseSchedule("log-linear") } = options;
  const { length, vocab, maskId, noLabel } = denoiser, rows = labels.length;
  const guide = gamma === 0 ? undefined : options.guide;
  // Where a classifier guides, the network is asked without a label, whatever gamma.
  const { conditional, unconditional } = guidanceStreams(guide === undefined ? gamma : 0);
  // Posteriors are guided, not predictions: rows that differ in their label alone stand for the two.
  const streams: Int32Array[] = [];
  if (conditional) streams.push(labels);
  if (unconditional) streams.push(new Int32Array(rows).fill(noLabel));
  const predictor = new Predictor(
    denoiser,
    Int32Array.from(streams.flatMap((stream) => [...stream])),
    {
      batch: options.batch,
      reuse: options.reuse,
    },
  );
  const startKey = foldIn(key, STREAMS.start), drawKey = foldIn(key, STREAMS.draw);
  const z = new Int32Array(streams.length * rows * length);
  const times = timeGrid(T), posteriors = streams.map(() => new Float64Array(vocab));
  for (let index = 0; index < rows * length; index++) {
    const row = Math.floor(index / length), position = index % length;
    const token = Math.floor(uniformAt(startKey, firstRow + row, 0, position) * (vocab - 1));
    z[index] = token < maskId ? token : token + 1;
  }
  for (let step = 0; step < T; step++) {
    signal?.throwIfAborted();
    if (streams.length === 2) z.copyWithin(rows * length, 0, rows * length);
    await predictor.refresh("z", Array.from({ length: streams.length * rows }).keys(), z, "guided");
    const transition = {
      alphaT: noise.alpha(times[step]!),
      alphaS: step === T - 1 ? 1 : noise.alpha(times[step + 1]!),
    };
    const scores = await guide?.guide.scores(Array.from({ length: rows }, (_, row) => ({
      tokens: z.subarray(row * length, (row + 1) * length),
      label: guide.labels[row]!,
      positions: Array.from({ length }, (_, position) => position),
    })));
    for (let index = 0; index < rows * length; index++) {
      const row = Math.floor(index / length), position = index % length;
      posteriors.forEach((posterior, stream) => {
        const xTheta = predictor.rawXTheta("z", stream * rows + row, position, "guided");
        uniformPosterior(posterior, xTheta, z[index]!, transition, maskId);
      });
      const [posterior, other] = posteriors as [Float64Array, Float64Array | undefined];
      const own = scores?.[row]?.subarray(position * vocab, (position + 1) * vocab);
      z[index] = drawCategorical(
        other !== undefined
          ? guidePosterior(posterior, other, gamma)
          : own === undefined
          ? posterior
          : tiltProbabilities(posterior, own, gamma),
        uniformAt(drawKey, firstRow + row, step, position),
      );
    }
    observe?.({ step, phase: "unmask", tokens: z.subarray(0, rows * length) });
  }
  return {
    tokens: z.slice(0, rows * length),
    nfe: T * streams.length,
    evaluations: predictor.evaluations / rows,
  };
}

/** Uniform diffusion, which draws from posteriors as they are. */
export const uniformSampler = defineSampler({
  name: "udlm",
  label: "UDLM",
  shows: "tokens",
  isGuidable: true,
  settings: { ...stepsSetting, ...noiseSetting },
  steps: ({ T }) => T,
  evaluations: ({ T }) => T,
  draw: (denoiser, { noise, ...options }) =>
    sampleUniform(denoiser, { ...options, noise: noiseSchedule(noise) }),
});
