import { parseSmiles, type Rdkit } from "../../src/chem/rdkit.ts";

/** What RDKit logs while it refuses `smiles`; empty where it is valid or RDKit is silent. */
export function invalidReason(rdkit: Rdkit, smiles: string): string {
  const log = rdkit.set_log_capture("rdApp.*");
  if (log === null) throw new Error("internal: RDKit has no log to capture");
  try {
    parseSmiles(rdkit, smiles)?.delete();
    return log.get_buffer();
  } finally {
    log.delete();
  }
}
