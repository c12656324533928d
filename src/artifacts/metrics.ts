import { z } from "zod";
import { readJson, writeJson } from "../support/json_file.ts";
import { moleculeOrigin, type SampleOrigin } from "./samples.ts";
import type { MoleculeSettings } from "./sample_settings.ts";

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

/** Figures of a set of molecules by name; `null` where there is nothing to tell it by. */
export interface MoleculeFigures {
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
  /** Further figures, such as the diversity of the novel molecules. */
  readonly [name: string]: number | null;
}

/** What a set of molecules is worth. */
export interface JudgedMolecules {
  /** Its figures. */
  readonly figures: MoleculeFigures;
  /** The property over all valid samples, repeats included, and over the novel molecules. */
  readonly value: { readonly valid: PropertyStatistics; readonly novel: PropertyStatistics };
  /** Every sample, in the order in which they were drawn. */
  readonly molecules: readonly SampledMolecule[];
}

/** The metrics of one setting of the sampler and one seed, as `eval/molecules` writes them. */
export interface MoleculeMetrics extends SampleOrigin<MoleculeSettings>, JudgedMolecules {
  /** Version of RDKit. */
  readonly rdkit: string;
  /** What the samples were guided by, if it is not the property that was summarised. */
  readonly guidedBy?: string;
  /** When two molecules were the same, if stereoisomers and isotopes were not told apart. */
  readonly identity?: string;
}

const numberOrNull = z.number().nullable();

const statistics = z.object({
  mean: numberOrNull,
  se: numberOrNull,
  q1: numberOrNull,
  median: numberOrNull,
  q3: numberOrNull,
  n: z.int().nonnegative(),
});

const moleculeMetrics: z.ZodType<MoleculeMetrics> = z.object({
  ...moleculeOrigin,
  figures: z.object({
    valid: z.number(),
    unique: z.number(),
    novel: z.number(),
    validCount: z.int(),
    uniqueCount: z.int(),
    novelCount: z.int(),
  }).catchall(numberOrNull),
  value: z.object({ valid: statistics, novel: statistics }),
  molecules: z.array(z.object({
    smiles: z.string(),
    canonical: z.string().nullable(),
    novel: z.boolean(),
    value: numberOrNull,
  })),
  rdkit: z.string(),
  identity: z.string().optional(),
});

/**
 * Reads one metrics file of `eval/molecules`.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readMoleculeMetrics(path: string): Promise<MoleculeMetrics> {
  return readJson(path, moleculeMetrics, "metrics");
}

/** Writes the metrics of one setting and seed. */
export function writeMoleculeMetrics(path: string, metrics: MoleculeMetrics): Promise<void> {
  return writeJson(path, metrics, { indent: 1 });
}
