import { z } from "zod";

/** The settings that a set of samples was drawn with, as samples and metrics files hold them. */
export interface SampleSettings {
  /** Sampler, such as `mdm` or `proseco`. */
  readonly sampler: string;
  /** Guidance strength. */
  readonly gamma: number;
  /** Unmasking steps. */
  readonly T: number;
  /** Corrector steps each time the corrector fires; 0 without one. */
  readonly S: number;
  /** Every how many unmasking steps the corrector fires; 0 without one. */
  readonly omega: number;
  /** Seed of the sampler. */
  readonly seed: number;
  /** Samples drawn. */
  readonly count: number;
  /** Whether the corrector's logits are guided too. */
  readonly correctorGuidance?: boolean | number | string;
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

// A sampler without a corrector has no S and omega; the tables show 0.
const zeroIfAbsent = z.number().nullish().transform((value) => value ?? 0);

/** Form of {@linkcode MoleculeSettings}; settings that it does not name are kept. */
export const moleculeSettings: z.ZodType<MoleculeSettings> = z.looseObject({
  sampler: z.string(),
  property: z.string(),
  label: z.number(),
  gamma: z.number(),
  T: z.number(),
  S: zeroIfAbsent,
  omega: zeroIfAbsent,
  seed: z.number(),
  count: z.int().positive(),
  correctorGuidance: z.union([z.boolean(), z.number(), z.string()]).optional(),
});
