import type { Objective } from "../objectives/objective.ts";
import type { Shown } from "../process/shown.ts";
import { autoregressiveSampler } from "../samplers/autoregressive_sampler.ts";
import { mdmSampler } from "../samplers/mdm_sampler.ts";
import { prismSampler } from "../samplers/prism_sampler.ts";
import { prosecoSampler } from "../samplers/proseco_sampler.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { uniformSampler } from "../samplers/uniform_sampler.ts";

/** A sampler with the settings that it cannot do without. */
export interface OwnSampler {
  /** What draws. */
  readonly sampler: Sampler;
  /** Settings that have no default. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const OF_SHOWN: Readonly<Record<Shown, OwnSampler>> = {
  masks: { sampler: mdmSampler, settings: {} },
  tokens: { sampler: uniformSampler, settings: {} },
  prefix: { sampler: autoregressiveSampler, settings: {} },
};

/** Samplers that need what an objective trains beside the network's predictions, by its name. */
const OF_OBJECTIVE: Readonly<Record<string, OwnSampler>> = {
  proseco: { sampler: prosecoSampler, settings: { corrector: { S: 2, omega: 2 } } },
  prism: { sampler: prismSampler, settings: {} },
};

/** The sampler that a network is trained for: that of its objective, or of what it was shown. */
export function ownSampler({ name, shows }: Pick<Objective, "name" | "shows">): OwnSampler {
  return Object.hasOwn(OF_OBJECTIVE, name) ? OF_OBJECTIVE[name]! : OF_SHOWN[shows];
}
