import { fileURLToPath } from "node:url";
import { readColumn } from "../../domains/datasets/read_column.ts";
import { readDescriptor } from "../../domains/datasets/descriptor.ts";
import { locateDataset } from "../../domains/datasets/locate.ts";
import { describeMolecules } from "../../domains/molecules/describe_molecules.ts";
import { enumerateMolecules } from "../../domains/molecules/enumeration/enumerate.ts";
import { loadRdkit } from "../../domains/molecules/rdkit/rdkit.ts";
import { foldIn, randomKey, STREAMS } from "../../random/mod.ts";
import { readKnownMolecules } from "../../artifacts/known_molecules.ts";
import { readMoleculeDatasetMeta } from "../../artifacts/dataset_meta.ts";
import { exists } from "../../support/files.ts";

const QM9 = new URL("../../../data/qm9.json", import.meta.url);

/** Molecules that are made where QM9 cannot be had: as many as `data/qm9` makes. */
const ENUMERATED = 20_000;

/** Molecules by which others are told to be new. */
export interface KnownSet {
  /** What they are, in words. */
  readonly name: string;
  /** Tells sets apart: made once, it need not be made again. */
  readonly content: string;
  /** Their canonical forms. */
  molecules(): Promise<ReadonlySet<string>>;
}

/** What a data set's molecules are called. */
const nameOf = ({ kind }: { readonly kind: string }) =>
  kind === "enumerated" ? "the molecules that this project enumerates, not QM9" : "its data set";

/** The molecules of a data set that a task wrote. */
export async function datasetMolecules(folder: string): Promise<KnownSet> {
  const { source, counts } = await readMoleculeDatasetMeta(folder);
  return {
    name: nameOf(source),
    content: `${JSON.stringify(source)} ${counts.molecules}`,
    molecules: () => readKnownMolecules(folder),
  };
}

/** Where QM9 lies on this machine, if it does: a page is nothing to download it for. */
async function locateQm9() {
  const cache = fileURLToPath(new URL("cache/", QM9));
  const folder = Deno.env.get("PROSECO_DATA") || (exists(cache) ? cache : undefined);
  if (folder === undefined) return undefined;
  const location = await locateDataset(await readDescriptor(QM9), { folder, cache });
  return location.kind === "none" ? undefined : location;
}

/** The molecules of QM9 where they lie here, or else those that this project enumerates. */
export async function findKnown(): Promise<KnownSet> {
  const location = await locateQm9();
  if (location === undefined) {
    return {
      name: nameOf({ kind: "enumerated" }),
      content: `enumerated ${ENUMERATED}`,
      async molecules() {
        const key = foldIn(randomKey(0), STREAMS.dataQm9, STREAMS.enumerate);
        const found = new Set<string>();
        for (const smiles of enumerateMolecules(await loadRdkit(), key)) {
          found.add(smiles);
          if (found.size === ENUMERATED) break;
        }
        return found;
      },
    };
  }
  return {
    name: "QM9",
    content: `qm9 ${location.sha256}`,
    async molecules() {
      const rows = await readColumn(location.path, "smiles");
      const workers = navigator.hardwareConcurrency;
      const described = await describeMolecules(rows, { workers });
      return new Set(described.flatMap((one) => one === null ? [] : [one.canonical]));
    },
  };
}
