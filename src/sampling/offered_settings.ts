import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Sampler } from "../diffusion/samplers/sampler.ts";

/** Settings that a task offers of several samplers, each of which reads its own. */
export interface OfferedSettings {
  /** Names of the samplers. */
  readonly names: readonly string[];
  /** Parameters of the task, by the names of the settings. */
  readonly shape: Readonly<Record<string, z.ZodType>>;
  /** Why a sampler has no use for a setting of others, or `undefined` if it has or nobody has. */
  whyIgnored(sampler: Sampler, setting: string): string | undefined;
  /** Reports settings that do not fit the sampler. */
  refine(
    settings: { readonly sampler: string; readonly [setting: string]: unknown },
    context: z.RefinementCtx,
  ): void;
}

/** Whether a sampler can do without a setting. */
const isOptional = (schema: z.ZodType) => schema.safeParse(undefined).success;

/** Settings that a sampler cannot do without. */
export function neededSettings({ settings }: Sampler): string[] {
  return Object.entries(settings).filter(([, schema]) => !isOptional(schema)).map(([name]) => name);
}

/** A setting that may be left out: the sampler fills in the default, so that those of others stay away. */
function offered(schema: z.ZodType): z.ZodType {
  const bare = schema instanceof z.ZodDefault ? schema.unwrap() as z.ZodType : schema;
  const value = schema.safeParse(undefined).data;
  const preset = value === undefined ? {} : { default: value };
  return bare.optional().meta({ description: schema.description, ...preset });
}

/**
 * What a task offers of some samplers.
 *
 * @param options `several`: settings of which the task may have several, in parameters of its own.
 * @throws {Error} If samplers mean different things by a name.
 */
export function offerSettings(
  samplers: readonly Sampler[],
  { several }: { readonly several: readonly string[] },
): OfferedSettings {
  const schemas = new Map<string, z.ZodType>();
  for (const { settings } of samplers) {
    for (const [name, schema] of Object.entries<z.ZodType>(settings)) {
      if (several.includes(name)) continue;
      if ((schemas.get(name) ?? schema) !== schema) {
        throw new Error(`internal: samplers mean different things by "${name}"`);
      }
      schemas.set(name, schema);
    }
  }
  const whyIgnored = (sampler: Sampler, setting: string) => {
    if (setting in sampler.settings) return undefined;
    const users = samplers.filter(({ settings }) => setting in settings).map(({ name }) => name);
    if (users.length === 0) return undefined;
    return `it has no effect on ${sampler.name}, but on ${users.join(", ")}; leave it out`;
  };
  return {
    names: samplers.map(({ name }) => name),
    shape: Object.fromEntries([...schemas].map(([name, schema]) => [name, offered(schema)])),
    whyIgnored,
    refine(settings, context) {
      const sampler = samplers.find(({ name }) => name === settings.sampler);
      if (sampler === undefined) return;
      for (const name of neededSettings(sampler)) {
        if (several.includes(name) || settings[name] !== undefined) continue;
        context.addIssue({
          ...{ code: "invalid_type", expected: "object", input: undefined, path: [name] },
          message: `${sampler.name} needs it`,
        });
      }
      for (const [name, value] of Object.entries(settings)) {
        // A pipeline may give all samplers the same T, as which their samples are then listed.
        if (several.includes(name) || value === undefined) continue;
        const reason = whyIgnored(sampler, name);
        const usual = schemas.get(name)?.safeParse(undefined).data;
        if (reason === undefined || isDeepStrictEqual(value, usual)) continue;
        context.addIssue({ code: "custom", path: [name], message: reason });
      }
    },
  };
}
