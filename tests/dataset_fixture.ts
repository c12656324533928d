import type { MoleculeDatasetMeta } from "../src/artifacts/dataset_meta.ts";
import { smilesTokenizer } from "../src/domains/molecules/smiles_tokenizer.ts";

/** What a data set of enumerated molecules says of itself, if it holds none. */
export function moleculeMeta(length: number): MoleculeDatasetMeta {
  const { tokens, bosId, eosId, padId, maskId } = smilesTokenizer();
  return {
    ...{ source: { kind: "enumerated" }, tokens, length, bosId, eosId, padId, maskId },
    counts: {
      ...{ molecules: 0, train: 0, test: 0 },
      ...{ rows: 0, invalid: 0, repeated: 0, untokenised: 0 },
    },
    ...{ properties: {}, rings: "symmetrised", rdkit: "none" },
  };
}
