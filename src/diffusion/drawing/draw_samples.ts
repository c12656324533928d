import { z } from "zod";
import type { Denoiser } from "../../model/denoiser.ts";
import { checkShown } from "./check_shown.ts";
import type {
  DrawOptions,
  Sampler,
  Samples,
  SettingsOf,
  SettingsShape,
} from "../samplers/sampler.ts";

/** Refuses labels outside the network's table, which an engine reports as an index of its own. */
function checkLabels({ noLabel }: Denoiser, { labels, gamma = 1 }: DrawOptions): void {
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
 * Settings of a sampler, defaults filled in; those that it does not have are left out.
 *
 * @throws {RangeError} If one is missing or wrong.
 */
export function settingsOf<Shape extends SettingsShape>(
  { name, settings }: Sampler<string, Shape>,
  given: Readonly<Record<string, unknown>>,
): SettingsOf<Shape> {
  const { success, data, error } = z.object(settings).safeParse(given);
  if (success) return data as SettingsOf<Shape>;
  const reasons = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new RangeError(`Cannot sample with "${name}": ${reasons.join("; ")}`);
}

/** A sampler, what is known of the settings that it has, and what it draws. */
export interface DrawSamplesOptions extends DrawOptions {
  /** What draws. */
  readonly sampler: Sampler;
  /** Objective that the network was trained for, if that is known. */
  readonly objective?: string;
  /** Settings, of which it reads its own; those left out take their defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Draws sequences.
 *
 * @throws {Error} If the sampler needs settings or a network other than it is given.
 */
export async function drawSamples(
  denoiser: Denoiser,
  { sampler, objective, settings, ...options }: DrawSamplesOptions,
): Promise<Samples> {
  checkShown(sampler, { causal: denoiser.causal, objective });
  checkLabels(denoiser, options);
  return await sampler.draw(denoiser, { ...options, ...settingsOf(sampler, settings) });
}
