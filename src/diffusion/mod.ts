/**
 * Masked diffusion: noise, samplers with the evaluations that they leave out, and sampling of one's own.
 *
 * @example A network that knows one answer, sampled
 * ```ts
 * import { drawSamples, samplerNamed } from "@proseco/proseco/diffusion";
 * import { randomKey } from "@proseco/proseco/random";
 *
 * const denoiser = {
 *   ...{ length: 3, vocab: 4, maskId: 3, noLabel: 0 },
 *   evaluate: (_: Int32Array, __: Int32Array, rows: number) =>
 *     Promise.resolve({ logits: new Float32Array(rows * 12).map((_, i) => i % 4 === 1 ? 99 : 0) }),
 *   release: () => Promise.resolve(),
 * };
 * const { tokens, evaluations } = await drawSamples(denoiser, {
 *   sampler: samplerNamed("mdm"),
 *   settings: { T: 8 },
 *   key: randomKey(0),
 *   labels: new Int32Array(2),
 *   ...{ bosId: 0, eosId: 2, padId: 2 },
 * });
 * if (`${tokens}` !== "1,1,1,1,1,1") throw new Error(`drew ${tokens}`);
 * if (!(evaluations <= 3)) throw new Error("a row has 3 tokens to unmask");
 * ```
 *
 * @module
 */
export {
  type Guidance,
  type Input,
  Predictor,
  type PredictorOptions,
  type RefreshOptions,
} from "./denoising/predictor.ts";
export { type Guide, type GuideRequest, type RowGuide } from "./guidance/guide.ts";
export { type Part, type RowEvaluatorOptions } from "./denoising/evaluator.ts";
export { type CorrectorOptions, type CorrectorPrior } from "./denoising/corrector.ts";
export { type TrainedOn } from "./drawing/check_shown.ts";
export { drawSamples, type DrawSamplesOptions } from "./drawing/draw_samples.ts";
export { argmax, drawCategorical, uniformAt } from "./process/categorical.ts";
export {
  NOISE_SCHEDULES,
  type NoiseSchedule,
  noiseSchedule,
  type NoiseScheduleName,
  timeGrid,
} from "./process/noise_schedule.ts";
export { type RemaskingOptions } from "./process/remasking.ts";
export { type Shown } from "./process/shown.ts";
export { type MaskedSamplerOptions, sampleMasked } from "./samplers/masked_sampler.ts";
export {
  defineSampler,
  type DrawOptions,
  type Frame,
  type PromptUse,
  type Sampler,
  type SamplerOptions,
  type Samples,
  type SettingsOf,
  type SettingsShape,
} from "./samplers/sampler.ts";
export { SAMPLER_NAMES, type SamplerName, samplerNamed, SAMPLERS } from "./samplers/samplers.ts";
export { startTokens } from "./samplers/start_tokens.ts";
export { type Denoiser, type DenoiserOutput } from "../model/denoiser.ts";
