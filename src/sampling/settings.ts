import { z } from "zod";
import { type SamplerName, SAMPLERS } from "../diffusion/sampler_names.ts";
import { NOISE_SCHEDULES } from "../diffusion/schedule.ts";
import { ENGINES } from "../tensor/engine_names.ts";

const unit = z.number().min(0).max(1);

const remasking = z.strictObject({
  strength: z.enum(["cap", "rescale"]).describe("sigma = min(eta, sigmaMax) or eta · sigmaMax."),
  eta: unit.describe("Remasking strength."),
  confidence: z.boolean().default(false)
    .describe("Masks again rather what was drawn with little probability."),
  window: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("always") }),
    z.strictObject({ kind: z.literal("switch"), tSwitch: unit }),
    z.strictObject({ kind: z.literal("loop"), tOn: unit, tOff: unit, alphaOn: unit }),
  ]).default({ kind: "always" }).describe("When tokens are masked again."),
});

/** Which label molecules are guided towards. */
export const labelSetting = {
  label: z.int().min(0).max(2).default(1).describe("Label to guide towards; 2 is no label."),
};

/** Parameters of sampling tasks that all their settings share. */
export const samplerSettings = {
  sampler: z.enum(SAMPLERS).describe("Algorithm that draws the sequences."),
  schedule: z.enum(NOISE_SCHEDULES).default("log-linear").describe("Noise schedule."),
  S: z.int().min(0).default(0).describe("proseco: corrector steps each time it fires."),
  omega: z.int().min(1).default(1).describe("proseco: it fires at every omega-th step."),
  correctorStart: z.int().min(0).default(1)
    .describe("proseco: first step, counted from 1, at which the corrector may fire."),
  correctorGuidance: z.enum(["conditional", "guided"]).default("conditional")
    .describe("proseco: whether gamma holds for the corrector; in the paper it does not."),
  correctorPrior: z.enum(["argmax", "sampled"]).default("argmax")
    .describe("proseco: how the corrector's first input is taken from the denoiser."),
  correctorStep: z.enum(["argmax", "sampled", "topK"]).default("argmax")
    .describe("proseco: how a corrector step renews its input."),
  topK: z.int().min(1).default(1).describe("proseco: positions that a topK step may change."),
  remasking: remasking.optional().describe("remdm: how tokens are masked again."),
  remasked: z.int().min(0).default(1).describe("prism: tokens that a step masks again."),
  temperature: z.number().positive().default(1).describe("Divides the logits of a draw."),
  nucleusP: z.number().gt(0).max(1).default(1)
    .describe("Share of the probability that the most probable tokens keep."),
  count: z.int().min(1).default(1024).describe("Sequences to draw."),
  batch: z.int().min(1).default(256).describe("Rows that the network evaluates at once."),
  engine: z.enum(ENGINES).default("compiled")
    .describe("What computes: compiled, or an eager engine; deno task doctor lists those here."),
  trajectories: z.int().min(0).default(2).describe("Sequences whose steps are recorded."),
};

/** Settings of a sampler, defaults filled in. */
export type SamplerSettings = z.output<z.ZodObject<typeof samplerSettings>>;

/** Settings of one set of samples. */
export interface DrawnSettings extends SamplerSettings {
  /** Guidance strength. */
  readonly gamma: number;
  /** Steps. */
  readonly T: number;
  /** Seed of all draws. */
  readonly seed: number;
}

/** Settings of one set of molecules. */
export interface CellSettings extends DrawnSettings {
  /** Property to guide. */
  readonly property: string;
  /** Label to guide towards. */
  readonly label: number;
}

/** Reports settings that do not fit the sampler. */
export function refineSampler(
  settings: {
    readonly sampler: SamplerName;
    readonly S: number;
    readonly remasking?: unknown;
  },
  context: z.RefinementCtx,
): void {
  const { sampler, S, remasking } = settings;
  const fail = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (sampler === "proseco" && S === 0) fail("S", "proseco needs at least one corrector step");
  if (sampler !== "proseco" && S > 0) fail("S", `${sampler} has no corrector: S must be 0`);
  if (sampler === "remdm" && !remasking) fail("remasking", "remdm needs it");
}
