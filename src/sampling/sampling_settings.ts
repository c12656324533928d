import { z } from "zod";
import { SAMPLER_NAMES, type SamplerName } from "../diffusion/samplers/samplers.ts";
import { NOISE_SCHEDULES } from "../diffusion/process/noise_schedule.ts";
import { DEFAULT_ENGINE, ENGINE_NAMES } from "../tensor/engines/engines.ts";

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
  sampler: z.enum(SAMPLER_NAMES).describe("Algorithm that draws the sequences."),
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
  engine: z.enum(ENGINE_NAMES).default(DEFAULT_ENGINE)
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

const MASKED: readonly SamplerName[] = ["mdm", "proseco", "remdm"];
const PROSECO: readonly SamplerName[] = ["proseco"];
const NOT_UDLM = SAMPLER_NAMES.filter((sampler) => sampler !== "udlm");

/** The samplers that use a setting, where not all do. */
const USERS = {
  T: [...MASKED, "prism", "udlm"],
  schedule: [...MASKED, "udlm"],
  ...{ S: PROSECO, omega: PROSECO, correctorStart: PROSECO, correctorGuidance: PROSECO },
  ...{ correctorPrior: PROSECO, correctorStep: PROSECO, topK: PROSECO },
  ...{ remasking: ["remdm"], remasked: ["prism"], temperature: NOT_UDLM, nucleusP: NOT_UDLM },
} satisfies Readonly<Record<string, readonly SamplerName[]>>;

/** A setting that not all samplers use. */
export type PartialSetting = keyof typeof USERS;

/** A setting that its sampler would ignore. */
export interface IgnoredSetting {
  /** Name of the setting. */
  readonly name: PartialSetting;
  /** Why it has no effect, and what to do. */
  readonly reason: string;
}

/** Settings that a sampler would ignore, and that say something other than what holds by default. */
export function ignoredSettings(
  sampler: SamplerName,
  settings: Readonly<Partial<Record<PartialSetting, unknown>>>,
): IgnoredSetting[] {
  return (Object.keys(USERS) as PartialSetting[]).flatMap((name) => {
    const users: readonly SamplerName[] = USERS[name], value = settings[name];
    const usual = name === "T" ? undefined : samplerSettings[name].parse(undefined);
    if (users.includes(sampler) || value === undefined || value === usual) return [];
    const reason = `it has no effect on ${sampler}, but on ${users.join(", ")}; leave it out`;
    return [{ name, reason }];
  });
}

/** Reports settings that do not fit the sampler. */
export function refineSampler(settings: SamplerSettings, context: z.RefinementCtx): void {
  const { sampler, S, remasking, correctorStep, topK } = settings;
  const fail = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (sampler === "proseco" && S === 0) fail("S", "proseco needs at least one corrector step");
  if (sampler === "remdm" && !remasking) fail("remasking", "remdm needs it");
  if (sampler === "proseco" && correctorStep !== "topK" && topK > 1) {
    fail("topK", `it has no effect on correctorStep ${correctorStep}, but on topK; leave it out`);
  }
  // A pipeline may give all samplers the same T, as which their samples are then listed.
  for (const { name, reason } of ignoredSettings(sampler, { ...settings, T: undefined })) {
    fail(name, reason);
  }
}
