import { z } from "zod";
import {
  findGuidance,
  GUIDANCE_NAMES,
  type GuidanceName,
  GUIDANCES,
} from "../../diffusion/guidance/guidances.ts";
import { findSampler, FREE_SAMPLERS } from "../../diffusion/samplers/samplers.ts";

/** How samples are guided to a label. */
export const guidanceSetting = {
  guidance: z.enum(GUIDANCE_NAMES).default("cfg").describe(
    "What guides: the network, which knows the labels (cfg), or a classifier: asked of every token " +
      "(cbg), by one gradient (cbg-first-order), or of the tokens so far (fudge, of ar).",
  ),
};

/** The input that holds a classifier. */
export const classifierInput = {
  description: "The classifier that guides, of train/classifier; without effect on cfg.",
  optional: true,
} as const;

/** Reports a way to guide that does not fit the sampler. */
export function refineGuidance(
  settings: { readonly sampler: string; readonly guidance: GuidanceName },
  context: z.RefinementCtx,
): void {
  const sampler = findSampler(settings.sampler), guidance = findGuidance(settings.guidance);
  if (sampler === undefined || guidance?.guide === undefined) return;
  const fits = ({ shows, isGuidable }: typeof sampler, { guides }: typeof guidance) =>
    isGuidable && guides.includes(shows);
  if (fits(sampler, guidance)) return;
  const fitting = FREE_SAMPLERS.filter((other) => fits(other, guidance)).map(({ name }) => name);
  const own = GUIDANCES.filter((other) => other.guide === undefined || fits(sampler, other));
  context.addIssue({
    code: "custom",
    path: ["guidance"],
    message: `${guidance.name} guides ${fitting.join(", ")}; ${sampler.name} is guided by ${
      own.map(({ name }) => name).join(", ")
    }`,
  });
}
