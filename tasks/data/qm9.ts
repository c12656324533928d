import { distinctList } from "../../src/support/distinct_list.ts";
import { z } from "zod";
import {
  areQuick,
  PROPERTIES,
  type Property,
} from "../../src/domains/molecules/properties/property_names.ts";
import { UserError } from "../../src/support/user_error.ts";
import { defineTask, type JsonValue } from "../../src/pipeline/task.ts";
import {
  type DatasetDescriptor,
  type LocatedDataset,
  locateProjectDataset,
} from "../../src/domains/datasets/mod.ts";

/** RDKit's seconds for a molecule with its properties, with such as are quick, and for one made here. */
const SECONDS_OF_MOLECULE = 7e-4, SECONDS_OF_QUICK = 2e-4, SECONDS_OF_ENUMERATED = 2e-3;

/** Molecules of QM9. */
const QM9_ROWS = 133_885;

const DESCRIPTOR = new URL("../../data/qm9.json", import.meta.url);

const DEFAULT_PROPERTIES: readonly Property[] = ["ring_count", "qed"];

const params = z.strictObject({
  length: z.int().min(3).max(256).default(24)
    .describe("Positions of a sequence, bos and eos included; the paper pads to 32."),
  holdout: z.number().min(0).lt(1).default(0.05).describe("Share of the molecules held out."),
  seed: z.int().nonnegative().default(0).describe("Chooses the molecules held out."),
  labelQuantile: z.number().min(0).max(1).default(0.9)
    .describe("A molecule's label is 1 if its property is strictly above this quantile."),
  properties: distinctList(z.enum(PROPERTIES)).default([...DEFAULT_PROPERTIES])
    .describe(
      "Properties to compute and to label: those that networks and classifiers are to know. All but " +
        "ring_count take several times as long.",
    ),
  rings: z.enum(["symmetrised", "sssr"]).default("symmetrised")
    .describe("What counts as a ring: as RDKit's NumRings does, or independent cycles."),
  source: z.enum(["auto", "qm9", "enumerated"]).default("auto").describe(
    "auto: the folder of --data; where none is given the download cache, a download, else enumerated " +
      "molecules. qm9: never enumerated ones.",
  ),
  enumerate: z.int().positive().default(20_000)
    .describe("How many molecules to enumerate where QM9 cannot be had."),
  maxLeftOut: z.number().min(0).max(1).default(0.05).describe(
    "Share of the rows that may be left out, as RDKit cannot read them or they do not fit; more is " +
      "an error.",
  ),
  limit: z.int().positive().optional()
    .describe("Use only so many rows of QM9, evenly spaced; for tests."),
});

type Source =
  | { readonly kind: "enumerated"; readonly reason: string }
  | {
    readonly kind: "table";
    readonly descriptor: DatasetDescriptor;
    readonly location: LocatedDataset;
  };

/** Finds the rows; molecules take their place only where nobody said where or which they are. */
async function findSource({ source }: z.infer<typeof params>): Promise<Source> {
  if (source === "enumerated") return { kind: "enumerated", reason: "the pipeline asks for them" };
  const { descriptor, location } = await locateProjectDataset(DESCRIPTOR);
  if (location.kind !== "none") return { kind: "table", descriptor, location };
  if (source === "qm9" || location.isGiven) {
    const advice = "set source to enumerated for molecules that this project makes, or take " +
      "data/molecules for a file of your own";
    throw new UserError(`QM9 cannot be had: ${location.reason}; ${advice}`);
  }
  return { kind: "enumerated", reason: `QM9 cannot be had: ${location.reason}` };
}

function nameOf(source: Source): string {
  return source.kind === "table" ? source.location.path : "enumerated molecules";
}

/** What enters the key: the same wherever the same bytes come from. */
function contentOf(source: Source): Record<string, JsonValue> {
  return source.kind === "enumerated"
    ? { kind: "enumerated" }
    : { kind: "table", sha256: source.location.sha256 };
}

/** What `meta.json` says of it. */
function identify(source: Source): { readonly kind: string } & Record<string, JsonValue> {
  if (source.kind === "enumerated") return { kind: "enumerated" };
  const { location } = source;
  return location.kind === "folder"
    ? { kind: "folder", name: location.name, sha256: location.sha256 }
    : { kind: "download", name: location.url, sha256: location.sha256 };
}

/** The `data/qm9` task. */
export default defineTask({
  kind: "data/qm9",
  description: "Canonicalises, tokenises, labels and splits the molecules of QM9.",
  params,
  inputs: {},
  outputs: {
    dataset: "meta.json, train.safetensors, test.safetensors and canonical.txt (for novelty).",
  },
  resources: { cpus: "all" },
  permissions: { net: true, cache: true, run: ["deno"] },

  async environment(params) {
    return { source: contentOf(await findSource(params)) };
  },

  async foresee({ source, enumerate, limit = QM9_ROWS, length, properties }) {
    const { smilesTokenizer } = await import("../../src/domains/molecules/smiles_tokenizer.ts");
    const each = areQuick(properties) ? SECONDS_OF_QUICK : SECONDS_OF_MOLECULE;
    const seconds = source === "enumerated"
      ? enumerate * SECONDS_OF_ENUMERATED
      : limit * each / navigator.hardwareConcurrency;
    return { seconds, facts: { length, vocab: smilesTokenizer().tokens.length } };
  },

  async run({ params, outputs, cpus, signal, progress, log, record }) {
    const { readColumn } = await import("../../src/domains/datasets/mod.ts");
    const { enumerateMolecules, loadRdkit } = await import("../../src/domains/molecules/mod.ts");
    const { writeMoleculeDataset } = await import(
      "../../src/domains/molecules/dataset/write_molecule_dataset.ts"
    );
    const { describeLeftOut } = await import("../../src/artifacts/provenance/left_out.ts");
    const { foldIn, randomKey, STREAMS } = await import("../../src/random/mod.ts");

    const source = await findSource(params);
    const key = foldIn(randomKey(params.seed), STREAMS.dataQm9);
    const rdkit = await loadRdkit();
    const rows: string[] = [];
    let rowOf = (index: number) => index;
    if (source.kind === "enumerated") {
      log(
        `DATA: NOT QM9 but ${params.enumerate} molecules enumerated by this project, because ` +
          `${source.reason}\nSet PROSECO_DATA to a folder with qm9/qm9.csv to use the real data set.`,
      );
      for (const smiles of enumerateMolecules(rdkit, foldIn(key, STREAMS.enumerate))) {
        signal.throwIfAborted();
        rows.push(smiles);
        if (rows.length % 100 === 0) {
          progress({ done: rows.length, total: params.enumerate, unit: "molecules enumerated" });
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
        if (rows.length === params.enumerate) break;
      }
    } else {
      const { location, descriptor } = source;
      const all = await readColumn(location.path, descriptor.column ?? "smiles");
      const isPublished = location.sha256 === descriptor.download?.sha256;
      log(
        `DATA: ${all.length.toLocaleString("en")} rows of ${location.path} (${location.kind})` +
          (isPublished ? `, the published file of ${descriptor.name}` : ""),
      );
      const count = Math.min(params.limit ?? all.length, all.length);
      rowOf = (index) => Math.floor(index * all.length / count);
      for (let i = 0; i < count; i++) rows.push(all[rowOf(i)]!);
    }

    const { meta, seconds } = await writeMoleculeDataset(
      outputs.dataset,
      { smiles: rows, name: nameOf(source), nameOf: (i) => `row ${rowOf(i) + 1} after the header` },
      {
        ...{ ...params, key, source: identify(source), vocabulary: "qm9" },
        ...{ split: "random", thresholds: {} },
      },
      { cpus, signal, progress, log },
    );
    record({
      source: source.kind === "enumerated"
        ? { kind: source.kind, reason: source.reason }
        : { ...identify(source), path: source.location.path },
      counts: meta.counts,
      leftOut: describeLeftOut(meta) ?? null,
      rdkit: meta.rdkit,
      labellingSeconds: seconds,
    });
  },
});
