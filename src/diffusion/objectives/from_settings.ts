import type { NoiseLevelOptions } from "../process/noise_levels.ts";
import { noiseSchedule, type NoiseScheduleName } from "../process/noise_schedule.ts";
import type { CountedOptions } from "./counted.ts";

/** Settings of noise levels as a pipeline file names them. */
export interface NoiseSettings extends Omit<NoiseLevelOptions, "noise"> {
  /** Name of the noise schedule. */
  readonly noise: NoiseScheduleName;
}

/** Options of a diffusion objective from a task's settings. */
export function noiseOptions(
  { noise, tMin, antithetic, importance, T }: NoiseSettings,
): NoiseLevelOptions {
  return { noise: noiseSchedule(noise), tMin, antithetic, importance, T };
}

/** Which positions carry loss, from a task's settings and its data set. */
export function countedOptions(
  { padLoss }: { readonly padLoss: boolean },
  { padId }: { readonly padId?: number },
): CountedOptions {
  return padLoss ? {} : { padId };
}
