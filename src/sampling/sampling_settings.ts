import { z } from "zod";
import { settingsOf } from "../diffusion/drawing/draw_samples.ts";
import type { GuidanceName } from "../diffusion/guidance/guidances.ts";
import { FREE_SAMPLERS, samplerNamed } from "../diffusion/samplers/samplers.ts";
import { ENGINE_CHOICES, ENGINE_HELP } from "../tensor/engines/choose_engine.ts";
import { DEFAULT_ENGINE } from "../tensor/engines/engines.ts";
import { offerSettings } from "./offered_settings.ts";

const FREE = offerSettings(FREE_SAMPLERS, { several: ["T"] });

/** Which label molecules are guided towards. */
export const labelSetting = {
  label: z.int().min(0).max(2).default(1).describe("Label to guide towards; 2 is no label."),
};

/** Parameters of sampling tasks that all their settings share. */
export const samplerSettings = {
  sampler: z.enum(FREE.names).describe("Algorithm that draws the sequences."),
  ...FREE.shape,
  count: z.int().min(1).default(1024).describe("Sequences to draw."),
  batch: z.int().min(1).default(256).describe("Rows that the network evaluates at once."),
  engine: z.enum(ENGINE_CHOICES).default(DEFAULT_ENGINE).describe(ENGINE_HELP),
  trajectories: z.int().min(0).default(2).describe("Sequences whose steps are recorded."),
};

/** What parameters of sampling tasks were called before. */
export const renamedSettings = {
  schedule: "noise",
  S: "corrector.S",
  omega: "corrector.omega",
  correctorStart: "corrector.start",
  correctorGuidance: "corrector.guidance",
  correctorPrior: "corrector.prior",
  correctorStep: "corrector.step",
  topK: "corrector.topK",
} as const;

/** Settings of a sampler as a task gives them; its own may be left out. */
export type SamplerSettings =
  & z.output<z.ZodObject<typeof samplerSettings>>
  & Readonly<Record<string, unknown>>;

/** Settings of one set of samples. */
export type DrawnSettings = SamplerSettings & {
  /** Guidance strength. */
  readonly gamma: number;
  /** Steps. */
  readonly T: number;
  /** Seed of all draws. */
  readonly seed: number;
  /** How draws are guided. @default {"cfg"} */
  readonly guidance?: GuidanceName;
};

/** Settings of one set of molecules. */
export type CellSettings = DrawnSettings & {
  /** Property to guide. */
  readonly property: string;
  /** Label to guide towards. */
  readonly label: number;
};

/** Why a sampler has no use for a setting of others, or `undefined` if it has or nobody has. */
export const whyIgnored = FREE.whyIgnored;

/** Reports settings that do not fit the sampler. */
export const refineSampler = FREE.refine;

/** What decided a set of samples: the settings that its sampler has, with their defaults, `T` and `gamma`. */
export function decidingSettings({ sampler, gamma, T, guidance, ...settings }: DrawnSettings) {
  return {
    ...{ sampler, gamma, T },
    ...(guidance !== undefined && guidance !== "cfg" && { guidance }),
    ...settingsOf(samplerNamed(sampler), { ...settings, T }),
  };
}
