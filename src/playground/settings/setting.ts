import type { OfferedNetwork } from "./offered_network.ts";

/** Samplers to choose from. */
export const METHODS = ["mdm", "proseco", "remdm"] as const;

/** A sampler to choose. */
export type Method = typeof METHODS[number];

/** What they are called; a page that takes the samplers' own words would load them all. */
export const LABELS: Readonly<Record<Method, string>> = {
  mdm: "MDM",
  proseco: "ProSeCo",
  remdm: "ReMDM",
};

/** Orders in which tokens of an answer are unmasked. */
export const ORDERS = ["surest", "random"] as const;

/** One of {@linkcode ORDERS}. */
export type Order = typeof ORDERS[number];

/** What one sheet is drawn with. */
export interface Setting {
  /** Id of the network. */
  readonly network: string;
  /** What draws. */
  readonly method: Method;
  /** Property to guide; empty for none. */
  readonly property: string;
  /** Its label to guide towards. */
  readonly label: number;
  /** Guidance strength. */
  readonly gamma: number;
  /** Unmasking steps. */
  readonly T: number;
  /** Corrector steps each time it fires, of ProSeCo. */
  readonly S: number;
  /** It fires at every `omega`-th step. */
  readonly omega: number;
  /** Strength of remasking, of ReMDM. */
  readonly eta: number;
  /** Divides the logits of a draw. */
  readonly temperature: number;
  /** Which tokens a step unmasks, of MDM and ProSeCo where they answer: the surest, or any. */
  readonly order: Order;
}

/** All that a link tells: what both sheets share, and their settings. */
export interface Scene {
  /** Seed of all draws. */
  readonly seed: number;
  /** Sequences of a sheet. */
  readonly count: number;
  /** What is answered, of networks that answer. */
  readonly prompt: string;
  /** One setting, or two to compare. */
  readonly settings: readonly Setting[];
}

/** Numbers of a setting, with the least and the most that the page offers. */
export const RANGES = {
  gamma: { least: 0, most: 10, step: 0.5 },
  T: { least: 1, most: 256, step: 1 },
  S: { least: 1, most: 16, step: 1 },
  omega: { least: 1, most: 64, step: 1 },
  eta: { least: 0, most: 1, step: 0.05 },
  temperature: { least: 0, most: 2, step: 0.1 },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, step: 1 },
  count: { least: 1, most: 256, step: 1 },
} as const;

/** Name of a number that the page offers. */
export type RangeName = keyof typeof RANGES;

/** A setting to begin with. */
export const FIRST_SETTING: Setting = {
  ...{ network: "", method: "proseco", property: "", label: 1, gamma: 1, T: 32 },
  ...{ S: 2, omega: 2, eta: 1, temperature: 1, order: "surest" },
};

/** What a network makes. */
export type Kind = "molecules" | "texts" | "answers";

/** What a network makes. */
export function kindOf({ writes, prompted }: Pick<OfferedNetwork, "writes" | "prompted">): Kind {
  return prompted !== undefined ? "answers" : writes === "text" ? "texts" : "molecules";
}

/** What it begins with: sequences that fit a screen, and steps in which such networks do well. */
export const FIRST_OF: Readonly<
  Record<Kind, Pick<Scene, "count"> & Pick<Setting, "T" | "temperature">>
> = {
  molecules: { count: 24, T: 32, temperature: 1 },
  texts: { count: 6, T: 32, temperature: 1 },
  // The most probable tokens are the same in every answer.
  answers: { count: 1, T: 8, temperature: 0 },
};

/** Whether it can be chosen which tokens a step unmasks. */
export function hasOrder({ prompted }: Pick<OfferedNetwork, "prompted">, method: Method): boolean {
  return prompted !== undefined && method !== "remdm";
}

/** Name of the sampler that draws. */
export function samplerOf(
  network: Pick<OfferedNetwork, "prompted">,
  { method, order }: Pick<Setting, "method" | "order">,
): Method | "blocks" {
  return hasOrder(network, method) && order === "surest" ? "blocks" : method;
}

/** Settings of ReMDM as its authors released it, but for the strength. */
export const remaskingOf = ({ eta }: Pick<Setting, "eta">) =>
  ({ strength: "rescale", eta, confidence: true }) as const;

/** Whether a number is one that the page offers under a name. */
export function isInRange(name: RangeName, value: number): boolean {
  const { least, most, step } = RANGES[name];
  return value >= least && value <= most && (step !== 1 || Number.isSafeInteger(value));
}

/** A setting's own of the sampler, as `drawSamples` takes them. */
export function samplerSettings(setting: Setting): Record<string, unknown> {
  const { T, S, omega, temperature } = setting;
  return {
    ...{ T, temperature },
    ...(setting.method === "proseco" && { corrector: { S, omega } }),
    ...(setting.method === "remdm" && { remasking: remaskingOf(setting) }),
  };
}
