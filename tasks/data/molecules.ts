import { basename } from "node:path";
import { z } from "zod";
import { MOLECULE_FORMATS } from "../../src/domains/molecules/dataset/molecule_table.ts";
import {
  PROPERTIES,
  type Property,
} from "../../src/domains/molecules/properties/property_names.ts";
import { defineTask } from "../../src/pipeline/task.ts";
import { distinctList } from "../../src/support/distinct_list.ts";
import { suggest } from "../../src/support/suggest.ts";
import { UserError } from "../../src/support/user_error.ts";

const DEFAULT_PROPERTIES: readonly Property[] = ["ring_count", "qed"];

const params = z.strictObject({
  format: z.enum(["auto", ...MOLECULE_FORMATS]).default("auto")
    .describe("auto: by the end of the file's name, .gz aside."),
  column: z.string().default("smiles").describe("Column of the SMILES strings, in a table."),
  title: z.string().optional().describe("What reports call the data; by default the file's name."),
  vocabulary: z.enum(["auto", "qm9"]).default("auto")
    .describe("Tokens: those that occur, or QM9's; the input tokens takes their place."),
  length: z.union([z.literal("auto"), z.int().min(3).max(4096)]).default("auto")
    .describe("Positions of a sequence, bos and eos included; auto: those of the longest."),
  properties: distinctList(z.string().min(1)).default([...DEFAULT_PROPERTIES]).describe(
    `Properties to label: ${PROPERTIES.join(", ")} by RDKit; any other is a column of numbers.`,
  ),
  labelQuantile: z.number().min(0).max(1).default(0.9)
    .describe("A molecule's label is 1 if its property is strictly above this quantile."),
  thresholds: z.record(z.string(), z.number()).default({})
    .describe("Values that take the place of the quantile, by property: { qed: 0.7 }."),
  rings: z.enum(["symmetrised", "sssr"]).default("symmetrised")
    .describe("What counts as a ring: as RDKit's NumRings does, or independent cycles."),
  split: z.union([
    z.enum(["random", "scaffold"]),
    z.strictObject({
      column: z.string().min(1),
      train: z.array(z.string()).min(1).default(["train"]),
      test: z.array(z.string()).min(1).default(["test"]),
      leave: z.array(z.string()).default([]),
    }),
  ]).default("random").describe(
    "What is held out: random molecules, whole scaffolds, or rows by a column's values; those under " +
      "leave take no part.",
  ),
  holdout: z.number().min(0).lt(1).default(0.05)
    .describe("Share of the molecules held out, where no column says which."),
  seed: z.int().nonnegative().default(0).describe("Chooses the molecules held out."),
  maxLeftOut: z.number().min(0).max(1).default(0.05).describe(
    "Share of the rows that may be left out, as RDKit cannot read them, they do not fit or lack a " +
      "number; more is an error.",
  ),
  limit: z.int().positive().optional().describe("Use only so many rows, evenly spaced; for tests."),
}).superRefine(({ properties, thresholds }, context) => {
  for (const name of Object.keys(thresholds)) {
    if (properties.includes(name)) continue;
    const message = `is of no property that is labelled. ${suggest(name, properties)}`;
    context.addIssue({ code: "custom", path: ["thresholds", name], message });
  }
});

type Split = Exclude<z.infer<typeof params>["split"], string>;

/** Which part a row is of; `undefined` for one that takes no part. */
function partOf(value: string, { column, train, test, leave }: Split, row: string) {
  if (test.includes(value)) return "test";
  if (train.includes(value)) return "train";
  if (leave.includes(value)) return undefined;
  throw new UserError(
    `Cannot split by "${column}": ${row} says ${JSON.stringify(value)}, which is under none of ` +
      "train, test and leave",
  );
}

/** The `data/molecules` task. */
export default defineTask({
  kind: "data/molecules",
  description: "Canonicalises, tokenises, labels and splits the molecules of a file.",
  params,
  inputs: {
    file: { description: "CSV, TSV, SMI, SDF or Parquet; all but the last may be gzipped." },
    tokens: {
      description: "Tokens to use: a file with one a line, or the folder of a checkpoint.",
      optional: true,
    },
  },
  outputs: {
    dataset: "meta.json, train.safetensors, test.safetensors and canonical.txt (for novelty).",
  },
  resources: { cpus: "all" },
  permissions: { run: ["deno"] },

  foresee: ({ length }) => Promise.resolve({ facts: length === "auto" ? {} : { length } }),

  async run({ params, inputs, outputs, cpus, signal, progress, log, record }) {
    const { readMoleculeTable } = await import(
      "../../src/domains/molecules/dataset/molecule_table.ts"
    );
    const { readVocabulary } = await import("../../src/domains/molecules/dataset/vocabulary.ts");
    const { writeMoleculeDataset } = await import(
      "../../src/domains/molecules/dataset/write_molecule_dataset.ts"
    );
    const { describeLeftOut } = await import("../../src/artifacts/provenance/left_out.ts");
    const { foldIn, randomKey, STREAMS } = await import("../../src/random/mod.ts");

    const { properties, split, title = basename(inputs.file) } = params;
    const ofFile = properties.filter((name) => !PROPERTIES.some((known) => known === name));
    const isByColumn = typeof split !== "string";
    const columns = [...new Set([...ofFile, ...isByColumn ? [split.column] : []])];
    const table = await readMoleculeTable(inputs.file, { ...params, columns, signal });
    const total = table.smiles.length;
    log(`DATA: ${total.toLocaleString("en")} rows of ${title}`);
    const count = Math.min(params.limit ?? total, total);
    const parts = isByColumn
      ? table.columns.get(split.column)!.map((value, i) => partOf(value, split, table.rowName(i)))
      : undefined;
    const rows = Array.from({ length: count }, (_, i) => Math.floor(i * total / count))
      .filter((row) => parts === undefined || parts[row] !== undefined);
    if (rows.length < count) {
      log(`DATA: ${(count - rows.length).toLocaleString("en")} rows take no part, as split says`);
    }
    const numbersOf = (name: string) => {
      const values = table.columns.get(name)!;
      return rows.map((row) => values[row] === "" ? NaN : Number(values[row]));
    };
    const { meta, seconds } = await writeMoleculeDataset(
      outputs.dataset,
      {
        smiles: rows.map((row) => table.smiles[row]!),
        numbers: new Map(ofFile.map((name) => [name, numbersOf(name)])),
        ...parts !== undefined && { heldOut: rows.map((row) => parts[row] === "test") },
        name: title,
        nameOf: (i) => table.rowName(rows[i]!),
      },
      {
        ...params,
        split: isByColumn ? "random" : split,
        vocabulary: inputs.tokens === undefined
          ? params.vocabulary
          : await readVocabulary(inputs.tokens),
        // The stream of data/qm9: the same molecules make the same data set.
        key: foldIn(randomKey(params.seed), STREAMS.dataQm9),
        source: { kind: "file", title },
      },
      { cpus, signal, progress, log },
    );
    log(`DATA: ${meta.tokens.length} tokens, sequences of ${meta.length} positions`);
    record({
      ...{ source: { kind: "file", title }, counts: meta.counts, rdkit: meta.rdkit },
      leftOut: describeLeftOut(meta) ?? null,
      ...{ vocabulary: meta.tokens.length, length: meta.length, labellingSeconds: seconds },
    });
  },
});
