import { autoregressiveSampler } from "./autoregressive_sampler.ts";
import { blocksSampler } from "./blocks_sampler.ts";
import { firstHittingSampler } from "./first_hitting_sampler.ts";
import { mdmSampler } from "./mdm_sampler.ts";
import { prismSampler } from "./prism_sampler.ts";
import { prosecoSampler } from "./proseco_sampler.ts";
import { remdmSampler } from "./remdm_sampler.ts";
import type { Sampler } from "./sampler.ts";
import { uniformSampler } from "./uniform_sampler.ts";

/** Name of a sampler, as pipeline files write it. */
export type SamplerName =
  | "ar"
  | "mdm"
  | "first-hitting"
  | "udlm"
  | "remdm"
  | "prism"
  | "proseco"
  | "blocks";

/** All samplers, in the order of the paper's figures. */
export const SAMPLERS: readonly Sampler<SamplerName>[] = [
  autoregressiveSampler,
  mdmSampler,
  firstHittingSampler,
  uniformSampler,
  remdmSampler,
  prismSampler,
  prosecoSampler,
  blocksSampler,
];

/** Names of all samplers. */
export const SAMPLER_NAMES: readonly SamplerName[] = SAMPLERS.map(({ name }) => name);

/** Samplers that draw from nothing. */
export const FREE_SAMPLERS: readonly Sampler<SamplerName>[] = SAMPLERS.filter(({ prompt }) =>
  prompt !== "needed"
);

/** Samplers that go on from a prompt. */
export const PROMPTED_SAMPLERS: readonly Sampler<SamplerName>[] = SAMPLERS.filter((
  { prompt = "refused" },
) => prompt !== "refused");

/** The sampler of a name, if there is one. */
export function findSampler(name: string): Sampler<SamplerName> | undefined {
  return SAMPLERS.find((sampler) => sampler.name === name);
}

/**
 * The sampler of a name.
 *
 * @throws {RangeError} If there is none.
 */
export function samplerNamed(name: string): Sampler<SamplerName> {
  const sampler = findSampler(name);
  if (sampler !== undefined) return sampler;
  throw new RangeError(
    `Cannot sample with "${name}": the samplers are ${SAMPLER_NAMES.join(", ")}`,
  );
}
