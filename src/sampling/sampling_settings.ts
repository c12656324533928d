import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { settingsOf } from "../diffusion/drawing/draw_samples.ts";
import type { Sampler } from "../diffusion/samplers/sampler.ts";
import { SAMPLER_NAMES, samplerNamed, SAMPLERS } from "../diffusion/samplers/samplers.ts";
import { DEFAULT_ENGINE, ENGINE_NAMES } from "../tensor/engines/engines.ts";

/** Whether a sampler can do without a setting. */
const isOptional = (schema: z.ZodType) => schema.safeParse(undefined).success;

/** Schemas of all settings that any sampler has; a name means the same for all that have it. */
const SCHEMAS = new Map<string, z.ZodType>();
for (const { settings } of SAMPLERS) {
  for (const [name, schema] of Object.entries<z.ZodType>(settings)) {
    if ((SCHEMAS.get(name) ?? schema) !== schema) {
      throw new Error(`internal: samplers mean different things by "${name}"`);
    }
    SCHEMAS.set(name, schema);
  }
}

/** All of them but `T`, of which a task may have several. */
function settingsOfAny(): Record<string, z.ZodType> {
  const all = [...SCHEMAS].filter(([name]) => name !== "T");
  return Object.fromEntries(all.map(([name, schema]) => {
    // The sampler fills in the default, so that the settings of others stay away.
    const bare = schema instanceof z.ZodDefault ? schema.unwrap() as z.ZodType : schema;
    const preset = isOptional(schema) ? { default: schema.parse(undefined) } : {};
    return [name, bare.optional().meta({ description: schema.description, ...preset })];
  }));
}

/** Which label molecules are guided towards. */
export const labelSetting = {
  label: z.int().min(0).max(2).default(1).describe("Label to guide towards; 2 is no label."),
};

/** Parameters of sampling tasks that all their settings share. */
export const samplerSettings = {
  sampler: z.enum(SAMPLER_NAMES).describe("Algorithm that draws the sequences."),
  ...settingsOfAny(),
  count: z.int().min(1).default(1024).describe("Sequences to draw."),
  batch: z.int().min(1).default(256).describe("Rows that the network evaluates at once."),
  engine: z.enum(ENGINE_NAMES).default(DEFAULT_ENGINE)
    .describe("What computes: compiled, or an eager engine; deno task doctor lists those here."),
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
};

/** Settings of one set of molecules. */
export type CellSettings = DrawnSettings & {
  /** Property to guide. */
  readonly property: string;
  /** Label to guide towards. */
  readonly label: number;
};

/** Why a sampler has no use for a setting of others, or `undefined` if it has or nobody has. */
export function whyIgnored(sampler: Sampler, setting: string): string | undefined {
  if (setting in sampler.settings) return undefined;
  const users = SAMPLERS.filter(({ settings }) => setting in settings).map(({ name }) => name);
  if (users.length === 0) return undefined;
  return `it has no effect on ${sampler.name}, but on ${users.join(", ")}; leave it out`;
}

/** Settings that a sampler cannot do without. */
export function neededSettings({ settings }: Sampler): string[] {
  return Object.entries(settings).filter(([, schema]) => !isOptional(schema)).map(([name]) => name);
}

/** Reports settings that do not fit the sampler. */
export function refineSampler(settings: SamplerSettings, context: z.RefinementCtx): void {
  const sampler = samplerNamed(settings.sampler);
  for (const name of neededSettings(sampler)) {
    if (settings[name] !== undefined) continue;
    context.addIssue({
      ...{ code: "invalid_type", expected: "object", input: undefined, path: [name] },
      message: `${sampler.name} needs it`,
    });
  }
  for (const [name, value] of Object.entries(settings)) {
    // A pipeline may give all samplers the same T, as which their samples are then listed.
    const reason = name === "T" || value === undefined ? undefined : whyIgnored(sampler, name);
    if (
      reason === undefined || isDeepStrictEqual(value, SCHEMAS.get(name)?.safeParse(undefined).data)
    ) continue;
    context.addIssue({ code: "custom", path: [name], message: reason });
  }
}

/** What decided a set of samples: the settings that its sampler has, with their defaults, `T` and `gamma`. */
export function decidingSettings({ sampler, gamma, T, ...settings }: DrawnSettings) {
  return { sampler, gamma, T, ...settingsOf(samplerNamed(sampler), { ...settings, T }) };
}
