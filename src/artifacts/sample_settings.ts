import { z } from "zod";

/** The settings that a set of samples was drawn with, as samples and metrics files hold them. */
export interface SampleSettings {
  /** Sampler, such as `mdm` or `proseco`. */
  readonly sampler: string;
  /** Guidance strength. */
  readonly gamma: number;
  /** Unmasking steps. */
  readonly T: number;
  /** How often the corrector fires, and its steps each time, where there is one. */
  readonly corrector?: {
    readonly S: number;
    readonly omega: number;
    readonly [setting: string]: unknown;
  };
  /** Seed of the sampler. */
  readonly seed: number;
  /** Samples drawn. */
  readonly count: number;
  /** Further settings of the sampler. */
  readonly [setting: string]: unknown;
}

/** The settings that a set of molecules was drawn with. */
export interface MoleculeSettings extends SampleSettings {
  /** Property that was guided, such as `ring_count`. */
  readonly property: string;
  /** Label that was asked for. */
  readonly label: number;
}

const shared = {
  gamma: z.number(),
  T: z.number(),
  corrector: z.looseObject({ S: z.number(), omega: z.number() }).optional(),
  seed: z.number(),
  count: z.int().positive(),
};

/** Form of {@linkcode SampleSettings}; settings that it does not name are kept. */
export const sampleSettings: z.ZodType<SampleSettings> = z.looseObject({
  sampler: z.string(),
  ...shared,
});

/** Form of {@linkcode MoleculeSettings}; settings that it does not name are kept. */
export const moleculeSettings: z.ZodType<MoleculeSettings> = z.looseObject({
  sampler: z.string(),
  property: z.string(),
  label: z.number(),
  ...shared,
});
