import { join } from "node:path";
import { z } from "zod";
import { defineTask, type JsonValue } from "../../src/pipeline/mod.ts";
import { locateProjectDataset, type ProjectDataset } from "../../src/dataset/mod.ts";

const PROPERTIES = ["ring_count", "qed"] as const;

const params = z.strictObject({
  length: z.int().min(3).max(256).default(24)
    .describe("Positions of a sequence, bos and eos included; the paper pads to 32."),
  holdout: z.number().min(0).lt(1).default(0.05).describe("Share of the molecules held out."),
  seed: z.int().nonnegative().default(0).describe("Chooses the molecules held out."),
  labelQuantile: z.number().min(0).max(1).default(0.9)
    .describe("A molecule's label is 1 if its property is strictly above this quantile."),
  rings: z.enum(["symmetrised", "sssr"]).default("symmetrised")
    .describe("What counts as a ring: as RDKit's NumRings does, or independent cycles."),
  source: z.enum(["auto", "enumerated"]).default("auto")
    .describe("auto: a data folder, the download cache, a download, else enumerated molecules."),
  enumerate: z.int().positive().default(20_000)
    .describe("How many molecules to enumerate where QM9 cannot be had."),
  limit: z.int().positive().optional()
    .describe("Use only so many rows of QM9, evenly spaced; for tests."),
});

type Source =
  | { kind: "enumerated"; reason: string }
  | (ProjectDataset & { kind: "table" });

async function findSource({ source }: z.infer<typeof params>): Promise<Source> {
  if (source === "enumerated") return { kind: "enumerated", reason: "the pipeline asks for it" };
  const dataset = await locateProjectDataset("qm9");
  return dataset.location.kind === "none"
    ? { kind: "enumerated", reason: `QM9 cannot be had: ${dataset.location.reason}` }
    : { kind: "table", ...dataset };
}

/** What enters the key and `meta.json`: the same wherever the same bytes came from. */
function describeSource(source: Source): Record<string, JsonValue> {
  if (source.kind === "enumerated") return { kind: "enumerated" };
  const { location } = source;
  if (location.kind === "none") throw new Error("internal: a table that was not found");
  const name = location.kind === "folder" ? location.name : location.url;
  const kind = location.kind === "folder" ? "folder" : "download";
  return { kind, name, sha256: location.sha256 };
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

  async environment(params) {
    return { source: describeSource(await findSource(params)) };
  },

  async run({ params, outputs, cpus, signal, progress, log, record }) {
    const { readColumn } = await import("../../src/dataset/mod.ts");
    const { describeMolecules, labelMolecules, loadRdkit, smilesTokenizer } = await import(
      "../../src/chem/mod.ts"
    );
    const { foldIn, randomKey } = await import("../../src/random/mod.ts");
    const { writeSafetensors } = await import("../../src/tensor/safetensors.ts");

    const source = await findSource(params);
    const key = foldIn(randomKey(params.seed), "data/qm9");
    const rdkit = await loadRdkit();
    let rows: string[];
    if (source.kind === "enumerated") {
      throw new Error(`Cannot find QM9: ${source.reason}`);
    } else {
      const { location, descriptor } = source;
      if (location.kind === "none") throw new Error("internal: a table that was not found");
      log(`DATA: ${descriptor.title}, from ${location.path} (${location.kind})`);
      const all = await readColumn(location.path, descriptor.column!);
      const count = Math.min(params.limit ?? all.length, all.length);
      rows = Array.from({ length: count }, (_, i) => all[Math.floor(i * all.length / count)]);
    }

    const started = performance.now();
    const descriptions = await describeMolecules(rows, {
      properties: PROPERTIES,
      rings: params.rings,
      workers: cpus,
      signal,
      onProgress: (done, total) => progress({ done, total, unit: "molecules" }),
    });
    const seconds = (performance.now() - started) / 1000;
    const valid = descriptions.filter((description) => description !== null);
    const tokenizer = smilesTokenizer();
    const data = labelMolecules(valid, { ...params, properties: PROPERTIES, tokenizer, key });

    const { tokens, bosId, eosId, padId, maskId } = tokenizer;
    const meta = {
      source: describeSource(source),
      tokens,
      length: params.length,
      bosId,
      eosId,
      padId,
      maskId,
      counts: {
        molecules: data.train.count + data.test.count,
        train: data.train.count,
        test: data.test.count,
        rows: rows.length,
        invalid: rows.length - valid.length,
        repeated: valid.length - data.canonical.length,
        untokenised: data.untokenised,
      },
      properties: Object.fromEntries(data.thresholds),
      rings: params.rings,
      rdkit: rdkit.version(),
    };
    await Deno.mkdir(outputs.dataset);
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(outputs.dataset, name), text);
    await write("meta.json", JSON.stringify(meta, null, 2) + "\n");
    await write("canonical.txt", data.canonical.map((smiles) => smiles + "\n").join(""));
    for (const part of ["train", "test"] as const) {
      const { count, tokens, values, labels } = data[part];
      await writeSafetensors(join(outputs.dataset, `${part}.safetensors`), {
        tokens: { dtype: "U8", shape: [count, params.length], data: tokens },
        ...Object.fromEntries(PROPERTIES.flatMap((property) => [
          [property, { dtype: "F32", shape: [count], data: values.get(property)! }],
          [`${property}.label`, { dtype: "U8", shape: [count], data: labels.get(property)! }],
        ])),
      });
    }
    record({
      source: meta.source,
      counts: meta.counts,
      rdkit: meta.rdkit,
      labellingSeconds: seconds,
    });
  },
});
