import { loadRdkit, type Rdkit, RdkitFailure } from "./rdkit.ts";

/** Asks about one SMILES string; a failure of RDKit is an answer, the next one comes from a new RDKit. */
export type AskRdkit<Answer> = (smiles: string) => Promise<Answer | RdkitFailure>;

/**
 * Asks RDKit about many SMILES strings of others: where one kills it, it starts anew and what was
 * prepared for it is prepared again, so that no other answer suffers.
 *
 * @param prepare What is asked of an instance.
 *
 * @example
 * ```ts ignore
 * const ask = askRdkit((rdkit) => (smiles) => canonicalSmiles(rdkit, smiles));
 * await ask("OCC"); // "CCO"
 * ```
 */
export function askRdkit<Answer>(
  prepare: (rdkit: Rdkit) => ((smiles: string) => Answer) | Promise<(smiles: string) => Answer>,
): AskRdkit<Answer> {
  let prepared: { readonly rdkit: Rdkit; readonly ask: (smiles: string) => Answer } | undefined;
  return async (smiles) => {
    const rdkit = await loadRdkit();
    if (prepared?.rdkit !== rdkit) prepared = { rdkit, ask: await prepare(rdkit) };
    try {
      return prepared.ask(smiles);
    } catch (error) {
      if (error instanceof RdkitFailure) return error;
      throw error;
    }
  };
}
