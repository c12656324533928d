/** Names of the samplers, as pipeline files write them. */
export const SAMPLERS = [
  "mdm",
  "proseco",
  "remdm",
  "prism",
  "first-hitting",
  "ar",
  "udlm",
] as const;

/** Name of a sampler. */
export type SamplerName = typeof SAMPLERS[number];
