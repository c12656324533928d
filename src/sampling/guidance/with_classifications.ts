import type { Samples } from "../../diffusion/samplers/sampler.ts";

/** What a sequence costs. */
export type SequenceCost = Pick<Samples, "nfe" | "evaluations" | "classifications">;

/** What sequences cost with those evaluations that a classifier made: it is a network like another. */
export function withClassifications(
  { nfe, evaluations, classifications }: SequenceCost,
): SequenceCost {
  if (classifications === undefined) return { nfe, evaluations };
  return {
    nfe: nfe + classifications,
    evaluations: evaluations + classifications,
    classifications,
  };
}
