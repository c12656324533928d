import { z } from "zod";
import { join } from "node:path";
import { readSafetensors } from "../../tensor/safetensors.ts";
import { formatCount } from "../style/number_format.ts";
import { html, type Markup } from "../page/html.ts";
import { readJson } from "../../support/json_file.ts";

/** What a data set's `meta.json` says of it. */
export interface DatasetMeta {
  /** Where the data came from. */
  readonly source: { readonly kind: string; readonly [detail: string]: unknown };
  /** The tokens; a token's id is its index. */
  readonly tokens: readonly string[];
  /** Id of the mask. */
  readonly maskId: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Numbers of molecules: all, those trained on, those held out. */
  readonly counts: { readonly molecules: number; readonly train: number; readonly test: number };
  /** For each property the value above which the label is 1, and the share of such molecules. */
  readonly properties: Readonly<Record<string, { threshold: number; share: number }>>;
  /** Version of RDKit. */
  readonly rdkit: string;
}

const datasetMeta: z.ZodType<DatasetMeta> = z.looseObject({
  source: z.looseObject({ kind: z.string() }),
  tokens: z.array(z.string()),
  maskId: z.number(),
  length: z.number(),
  counts: z.looseObject({ molecules: z.number(), train: z.number(), test: z.number() }),
  properties: z.record(z.string(), z.looseObject({ threshold: z.number(), share: z.number() })),
  rdkit: z.string(),
});

/**
 * Reads the description of a data set from its folder.
 *
 * @throws {Error} If `meta.json` is missing or lacks a field, naming both.
 */
export function readDatasetMeta(folder: string): Promise<DatasetMeta> {
  return readJson(join(folder, "meta.json"), datasetMeta, "data set");
}

/**
 * Reads a property's values over the whole data set, held-out molecules included.
 *
 * @returns `[molecules]`
 * @throws {Error} If the data set does not hold the property.
 */
export async function readPropertyValues(folder: string, property: string): Promise<Float32Array> {
  const parts = await Promise.all(["train", "test"].map(async (part) => {
    const { tensors } = await readSafetensors(join(folder, `${part}.safetensors`));
    const values = tensors[property]?.data;
    if (!(values instanceof Float32Array)) {
      throw new Error(`Cannot read data set "${folder}": ${part} has no values of ${property}`);
    }
    return values;
  }));
  const all = new Float32Array(parts[0].length + parts[1].length);
  all.set(parts[0]);
  all.set(parts[1], parts[0].length);
  return all;
}

const KINDS: Readonly<Record<string, string>> = {
  folder: "QM9 from a local folder",
  cache: "QM9 from the download cache",
  download: "QM9, downloaded",
};

/** One sentence on where the molecules came from. */
export function describeSource({ source, counts }: DatasetMeta): string {
  const molecules = `${formatCount(counts.molecules)} molecules`;
  return source.kind === "enumerated"
    ? `Not QM9: ${molecules} that this project enumerated itself, because no QM9 was at hand.`
    : `${KINDS[source.kind] ?? `Source “${source.kind}”`}: ${molecules}.`;
}

/** The page's first line: the data source, loud where it is not the real data set. */
export function sourceBanner(meta: DatasetMeta): Markup {
  const { kind, ...details } = meta.source;
  const enumerated = kind === "enumerated";
  const text = Object.entries(details)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => `${name} ${value}`).join(" · ");
  return html`
    <div class="source${enumerated && " loud"}" id="source" data-kind="${kind}">
      <div class="bar"><strong>Data.</strong> ${describeSource(meta)}
    ${enumerated &&
      "Compare these figures with nothing outside this report; give --data to use QM9."}
    ${text !== "" && html`<span class="detail">${text}</span>`}</div>
    </div>
  `;
}
