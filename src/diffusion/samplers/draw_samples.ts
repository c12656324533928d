import { sampleAutoregressive } from "./autoregressive_sampler.ts";
import type { CorrectorOptions } from "../denoising/corrector.ts";
import type { Denoiser, QualityDenoiser } from "../denoising/denoiser.ts";
import { sampleFirstHitting } from "./first_hitting.ts";
import { samplePrism } from "./prism_sampler.ts";
import type { RemaskingOptions } from "../process/remasking.ts";
import { sampleMasked, type SamplerOptions, type Samples } from "./masked_sampler.ts";
import type { SamplerName } from "./sampler_names.ts";
import { noiseSchedule, type NoiseScheduleName } from "../process/noise_schedule.ts";
import { sampleUniform } from "./uniform_sampler.ts";

/** Settings of all samplers; each reads those that concern it. */
export interface DrawSettings extends SamplerOptions {
  /** Which sampler draws. */
  readonly sampler: SamplerName;
  /** Steps of all samplers but `first-hitting` and `ar`, which take one a position. */
  readonly T: number;
  /** Noise schedule. */
  readonly schedule: NoiseScheduleName;
  /** The corrector of `proseco`. */
  readonly corrector: CorrectorOptions;
  /** The remasking of `remdm`. */
  readonly remasking?: RemaskingOptions;
  /** Tokens that a step of `prism` masks again. */
  readonly remasked: number;
  /** Token with which a sequence of `ar` begins. */
  readonly bosId: number;
  /** Token with which it ends. */
  readonly eosId: number;
  /** Token that fills it up. */
  readonly padId: number;
}

function isQualityDenoiser(denoiser: Denoiser): denoiser is QualityDenoiser {
  return "evaluateWithQuality" in denoiser;
}

/** Refuses a network whose logits the sampler would take for those of other tokens. */
function checkDirection(sampler: SamplerName, { causal = false }: Denoiser): void {
  if (causal && sampler !== "ar") {
    throw new Error(
      `Cannot sample with "${sampler}": the checkpoint's network is causal (AR): sample it with "ar"`,
    );
  }
  if (!causal && sampler === "ar") {
    throw new Error(
      'Cannot sample with "ar": the checkpoint\'s network sees both sides: take the sampler that ' +
        "it was trained for, or a checkpoint of train/ar",
    );
  }
}

/** Refuses labels outside the network's table, which an engine reports as an index of its own. */
function checkLabels({ noLabel }: Denoiser, { labels, gamma = 1 }: SamplerOptions): void {
  for (const label of labels) {
    if (label >= 0 && label <= noLabel) continue;
    throw new RangeError(
      `Cannot sample: labels must be 0 to ${noLabel}, the last of which is none: got ${label}`,
    );
  }
  if (noLabel === 0 && gamma !== 1) {
    throw new RangeError(
      "Cannot sample: gamma guides to a label, and the network was trained without any: leave it " +
        `at 1: got ${gamma}`,
    );
  }
}

/**
 * Draws sequences with the sampler that the settings name.
 *
 * @throws {Error} If the sampler needs settings or a network other than it is given.
 */
export async function drawSamples(denoiser: Denoiser, settings: DrawSettings): Promise<Samples> {
  const { sampler, corrector, remasking, ...options } = settings;
  checkDirection(sampler, denoiser);
  checkLabels(denoiser, options);
  const schedule = noiseSchedule(settings.schedule);
  switch (sampler) {
    case "mdm":
      return await sampleMasked(denoiser, { ...options, schedule });
    case "proseco":
      return await sampleMasked(denoiser, { ...options, schedule, corrector });
    case "remdm":
      if (remasking === undefined) {
        throw new Error('Cannot sample with "remdm": it needs the settings of its remasking');
      }
      return await sampleMasked(denoiser, { ...options, schedule, remasking });
    case "prism":
      if (!isQualityDenoiser(denoiser)) {
        throw new Error('Cannot sample with "prism": the checkpoint has no quality head');
      }
      return await samplePrism(denoiser, options);
    case "first-hitting":
      return await sampleFirstHitting(denoiser, options);
    case "ar":
      return await sampleAutoregressive(denoiser, options);
    case "udlm": {
      const { temperature = 1, nucleusP = 1, ...uniform } = options;
      if (temperature !== 1 || nucleusP !== 1) {
        throw new RangeError(
          'Cannot sample with "udlm": it draws from posteriors as they are: leave temperature and ' +
            `nucleusP at 1: got ${temperature} and ${nucleusP}`,
        );
      }
      return await sampleUniform(denoiser, { ...uniform, schedule });
    }
  }
}
