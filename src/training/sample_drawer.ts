import { drawSamples } from "../diffusion/drawing/draw_samples.ts";
import { ownSampler } from "../diffusion/drawing/own_sampler.ts";
import type { NetworkConfig } from "../model/config.ts";
import { createDenoiser } from "../model/denoiser.ts";
import type { Parameters } from "../model/parameters.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import type { Dataset } from "../artifacts/dataset.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import { sequenceReader } from "../domains/text/sequence_text.ts";

/** Settings of {@linkcode sampleDrawer}. */
export interface SampleDrawerSettings extends EngineOptions {
  /** Sequences of a sample. */
  readonly sampleCount: number;
  /** Steps in which they are drawn. */
  readonly sampleSteps: number;
  /** Seed of the run. */
  readonly seed: number;
}

/**
 * Makes the function that draws sequences while a network is trained, with the sampler that belongs to
 * its objective and the labels in turn, "no label" last.
 */
export function sampleDrawer(
  config: NetworkConfig,
  { meta }: Dataset,
  objective: Objective,
  settings: SampleDrawerSettings,
): (parameters: Parameters, step: number) => Promise<readonly string[]> {
  const { sampleCount, sampleSteps, seed, engine, threads } = settings;
  const { length, numClasses } = config;
  const { sampler, settings: own } = ownSampler(objective);
  return async (parameters, step) => {
    const denoiser = createDenoiser(parameters, config, { engine, threads, maxRows: sampleCount });
    const { tokens } = await drawSamples(denoiser, {
      ...{ sampler, objective },
      settings: { ...own, T: sampleSteps },
      key: foldIn(randomKey(seed), STREAMS.sample, step),
      labels: Int32Array.from({ length: sampleCount }, (_, row) => row % (numClasses + 1)),
      gamma: 1,
      bosId: meta.bosId,
      eosId: meta.eosId,
      padId: meta.padId,
    });
    await denoiser.release();
    const read = await sequenceReader(meta);
    return Array.from(
      { length: sampleCount },
      (_, row) => read(tokens.subarray(row * length, (row + 1) * length)),
    );
  };
}
