import { z } from "zod";
import { readJson } from "./read_json.ts";

/** Statistics of a property over some molecules; `null` where there are too few. */
export interface PropertyStatistics {
  /** Mean. */
  readonly mean: number | null;
  /** Standard error of the mean over molecules. */
  readonly se: number | null;
  /** First quartile. */
  readonly q1: number | null;
  /** Median. */
  readonly median: number | null;
  /** Third quartile. */
  readonly q3: number | null;
  /** Number of molecules. */
  readonly n: number;
}

/** One sampled string with what RDKit makes of it. */
export interface SampledMolecule {
  /** The string as sampled. */
  readonly smiles: string;
  /** Canonical form; `null` where the string is invalid. */
  readonly canonical: string | null;
  /** Whether it is the first sample of a molecule that is not in the data set. */
  readonly novel: boolean;
  /** The property; `null` where the string is invalid. */
  readonly value: number | null;
}

/** The metrics of one setting of the sampler and one seed, as `eval/molecules` writes them. */
export interface MoleculeMetrics {
  /** Sampler, such as `mdm` or `proseco`. */
  readonly sampler: string;
  /** Property that was guided, such as `ring_count`. */
  readonly property: string;
  /** Label that was asked for. */
  readonly label: number;
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
  /** Network evaluations per sequence; a guided step counts as two. */
  readonly nfe: number;
  /** Whether the corrector's logits are guided too. */
  readonly correctorGuidance?: boolean | number | string;
  /** Valid samples as a share of all. */
  readonly valid: number;
  /** Distinct valid molecules as a share of all samples. */
  readonly unique: number;
  /** Distinct valid molecules not in the data set as a share of all samples. */
  readonly novel: number;
  /** Number of valid samples. */
  readonly validCount: number;
  /** Number of distinct valid molecules. */
  readonly uniqueCount: number;
  /** Number of distinct valid molecules not in the data set. */
  readonly novelCount: number;
  /** The property over valid and over novel molecules. */
  readonly value: { readonly valid: PropertyStatistics; readonly novel: PropertyStatistics };
  /** Every sample. */
  readonly molecules: readonly SampledMolecule[];
  /** The network that was sampled from. */
  readonly model?: Readonly<Record<string, unknown>>;
  /** Further settings of the sampler. */
  readonly [setting: string]: unknown;
}

const numberOrNull = z.number().nullable();
// A sampler without a corrector has no S and omega; the tables show 0.
const zeroIfAbsent = z.number().nullish().transform((value) => value ?? 0);

const statistics = z.object({
  mean: numberOrNull,
  se: numberOrNull,
  q1: numberOrNull,
  median: numberOrNull,
  q3: numberOrNull,
  n: z.int().nonnegative(),
});

const moleculeMetrics: z.ZodType<MoleculeMetrics> = z.looseObject({
  sampler: z.string(),
  property: z.string(),
  label: z.number(),
  gamma: z.number(),
  T: z.number(),
  S: zeroIfAbsent,
  omega: zeroIfAbsent,
  seed: z.number(),
  count: z.int().positive(),
  nfe: z.number(),
  correctorGuidance: z.union([z.boolean(), z.number(), z.string()]).optional(),
  valid: z.number(),
  unique: z.number(),
  novel: z.number(),
  validCount: z.int(),
  uniqueCount: z.int(),
  novelCount: z.int(),
  value: z.object({ valid: statistics, novel: statistics }),
  molecules: z.array(z.object({
    smiles: z.string(),
    canonical: z.string().nullable(),
    novel: z.boolean(),
    value: numberOrNull,
  })),
  model: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Reads one metrics file of `eval/molecules`.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readMoleculeMetrics(path: string): Promise<MoleculeMetrics> {
  return readJson(path, moleculeMetrics, "metrics");
}
