import { z } from "zod";
import type { Denoiser } from "../../model/denoiser.ts";
import { checkShown, type TrainedOn } from "./check_shown.ts";
import type {
  DrawOptions,
  Sampler,
  Samples,
  SettingsOf,
  SettingsShape,
} from "../samplers/sampler.ts";
import { FREE_SAMPLERS, PROMPTED_SAMPLERS, SAMPLERS } from "../samplers/samplers.ts";

/** Refuses labels outside the network's table, which an engine reports as an index of its own. */
function checkLabels(
  { noLabel }: Pick<Denoiser, "noLabel">,
  { labels, gamma = 1, guide }: Pick<DrawOptions, "labels" | "gamma" | "guide">,
): void {
  for (const label of labels) {
    if (label >= 0 && label <= noLabel) continue;
    throw new RangeError(
      `Cannot sample: labels must be 0 to ${noLabel}, the last of which is none: got ${label}`,
    );
  }
  if (noLabel === 0 && gamma !== 1 && guide === undefined) {
    throw new RangeError(
      "Cannot sample: gamma guides to a label, and the network was trained without any: leave it " +
        `at 1: got ${gamma}`,
    );
  }
}

/** Refuses a prompt of a sampler that goes on from none, and a sampler that only goes on from one. */
function checkPrompt(
  { name, prompt: use = "refused" }: Sampler,
  { prompt }: Pick<DrawOptions, "prompt">,
): void {
  if (prompt !== undefined && use === "refused") {
    throw new RangeError(
      `Cannot sample with "${name}": it does not go on from a prompt: sample with ${
        PROMPTED_SAMPLERS.map(({ name }) => `"${name}"`).join(", ")
      }`,
    );
  }
  if (prompt === undefined && use === "needed") {
    throw new RangeError(
      `Cannot sample with "${name}": it goes on from a prompt, and none is given: sample with ${
        FREE_SAMPLERS.map(({ name }) => `"${name}"`).join(", ")
      }`,
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
  /** What the network was trained for, if that is known. */
  readonly objective?: TrainedOn["objective"];
  /** Settings, of which it reads its own; those left out take their defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Checks that a network can be drawn from as asked, without evaluating it.
 *
 * @throws {RangeError} If the sampler needs settings or a network other than it is given.
 */
export function checkDraw(
  denoiser: Omit<Denoiser, "evaluate" | "release">,
  { sampler, objective, settings, ...options }: DrawSamplesOptions,
): void {
  checkPrompt(sampler, options);
  checkShown(sampler, { causal: denoiser.causal, objective });
  if (sampler.asksQuality && !denoiser.judges) {
    throw new RangeError(
      `Cannot sample with "${sampler.name}": the checkpoint has no quality head`,
    );
  }
  if (options.guide !== undefined && !sampler.isGuidable) {
    const names = SAMPLERS.filter(({ isGuidable }) => isGuidable).map(({ name }) => `"${name}"`);
    throw new RangeError(
      `Cannot sample with "${sampler.name}": no classifier guides it, but ${names.join(", ")}`,
    );
  }
  checkLabels(denoiser, options);
  settingsOf(sampler, settings);
}

/**
 * Draws sequences.
 *
 * @throws {RangeError} If {@linkcode checkDraw} refuses it.
 */
export async function drawSamples(
  denoiser: Denoiser,
  asked: DrawSamplesOptions,
): Promise<Samples> {
  checkDraw(denoiser, asked);
  const { sampler, objective: _, settings, ...options } = asked;
  const guide = asked.guide?.guide, before = guide?.evaluations ?? 0;
  const samples = await sampler.draw(denoiser, { ...options, ...settingsOf(sampler, settings) });
  if (guide === undefined) return samples;
  return { ...samples, classifications: (guide.evaluations - before) / asked.labels.length };
}
