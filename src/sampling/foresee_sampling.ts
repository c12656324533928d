import { settingsOf } from "../diffusion/drawing/draw_samples.ts";
import { samplerNamed } from "../diffusion/samplers/samplers.ts";
import { architectureOf } from "../model/architectures.ts";
import { foreseenSizes } from "../model/checkpoint.ts";
import type { NetworkSizes } from "../model/new_config.ts";
import type { Facts, Outlook } from "../pipeline/task.ts";
import { operationSeconds } from "../tensor/engines/operation_seconds.ts";
import { promptedCells, type PromptedSettings } from "./prompted_settings.ts";
import type { DrawnSettings } from "./sampling_settings.ts";

/** Settings of a draw that decide what it costs, those of its sampler among them. */
export type CostSettings =
  & Pick<DrawnSettings, "sampler" | "T" | "gamma" | "count">
  & Partial<Pick<DrawnSettings, "engine" | "guidance">>
  & {
    /** Positions of the prompts. @default {0} */
    readonly prompted?: number;
  }
  & Readonly<Record<string, unknown>>;

/** What is known of the data set, and of the network. */
interface SamplingInputs {
  readonly dataset: readonly Facts[];
  readonly checkpoint: readonly Facts[];
}

/** How long draws take, and how many `samples` they write. */
export async function foreseeSampling(
  draws: readonly CostSettings[],
  { dataset: [data], checkpoint: [network] }: SamplingInputs,
): Promise<Outlook> {
  const samples = draws.reduce((sum, { count }) => sum + count, 0);
  const sizes: NetworkSizes = { ...await foreseenSizes(network), ...data };
  const operations = architectureOf(sizes).passOperations(sizes);
  // What a classifier is asked depends on what is drawn.
  const isClassified = draws.some(({ guidance = "cfg" }) => guidance !== "cfg");
  if (operations === undefined || isClassified) return { facts: { samples } };
  let total = 0;
  for (const settings of draws) {
    const streams = settings.gamma === 0 || settings.gamma === 1 ? 1 : 2;
    const sampler = samplerNamed(settings.sampler);
    const evaluations = sampler.evaluations(
      settingsOf(sampler, settings),
      Number(sizes.length),
      settings.prompted ?? 0,
    );
    const passes = settings.count * streams * evaluations;
    const seconds = await operationSeconds(passes * operations, settings.engine);
    if (seconds === undefined) return { facts: { samples } };
    total += seconds;
  }
  return { seconds: total, facts: { samples } };
}

/** How long answers to problems take; nothing is said where their number or lengths are not known. */
export async function foreseeAnswers(
  settings: PromptedSettings,
  { dataset: [data], checkpoint }: SamplingInputs,
): Promise<Outlook> {
  const prompted = Number(settings.promptPositions ?? data?.promptPositions);
  const length = prompted + Number(settings.generated ?? data?.answerPositions);
  const count = Number(settings.count ?? data?.[settings.part]) * settings.answers;
  if (!Number.isFinite(length * count)) return {};
  const draws = promptedCells(settings).map((cell) => ({ ...cell, count, gamma: 1, prompted }));
  return await foreseeSampling(draws, { dataset: [{ ...data, length }], checkpoint });
}
