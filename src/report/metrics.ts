import { z } from "zod";

const finiteOrNull = z.number().nullable();

const distribution = z.object({
  mean: finiteOrNull,
  se: finiteOrNull,
  q1: finiteOrNull,
  median: finiteOrNull,
  q3: finiteOrNull,
  n: z.number().int().nonnegative(),
});

const molecule = z.object({
  smiles: z.string(),
  canonical: z.string().nullable(),
  novel: z.boolean(),
  value: finiteOrNull,
});

/** What `eval/molecules` writes for one setting of the sampler and one seed. */
const moleculeMetrics = z.looseObject({
  sampler: z.string(),
  property: z.string(),
  label: z.number(),
  gamma: z.number(),
  T: z.number(),
  S: z.number(),
  omega: z.number(),
  seed: z.number(),
  count: z.number().int().positive(),
  nfe: z.number(),
  correctorGuidance: z.union([z.boolean(), z.number()]).optional(),
  valid: z.number(),
  unique: z.number(),
  novel: z.number(),
  validCount: z.number().int(),
  uniqueCount: z.number().int(),
  novelCount: z.number().int(),
  value: z.object({ valid: distribution, novel: distribution }),
  molecules: z.array(molecule),
  data: z.record(z.string(), z.unknown()).optional(),
  model: z.record(z.string(), z.unknown()).optional(),
  rdkit: z.string().optional(),
  trajectory: z.unknown().optional(),
});

/** The metrics of one setting of the sampler and one seed. */
export type MoleculeMetrics = z.infer<typeof moleculeMetrics>;
/** One sampled string with what RDKit makes of it. */
export type SampledMolecule = z.infer<typeof molecule>;

/**
 * Reads one metrics file of `eval/molecules`.
 *
 * @throws {Error} If the file is not JSON or lacks a field, naming the file and the field.
 */
export async function readMoleculeMetrics(path: string): Promise<MoleculeMetrics> {
  let json: unknown;
  try {
    json = JSON.parse(await Deno.readTextFile(path));
  } catch (cause) {
    throw new Error(`Cannot read metrics "${path}": ${(cause as Error).message}`, { cause });
  }
  const result = moleculeMetrics.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `Cannot read metrics "${path}": field "${issue.path.join(".")}": ${issue.message}; ` +
      "write the file with the task eval/molecules",
  );
}
