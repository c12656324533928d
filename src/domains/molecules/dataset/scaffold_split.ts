import { type RandomKey, RandomStream } from "../../../random/mod.ts";
import { askRdkit } from "../rdkit/ask_rdkit.ts";
import { RdkitFailure } from "../rdkit/rdkit.ts";
import { murckoScaffold } from "../scaffold.ts";

/** Options of {@linkcode scaffoldSplit}. */
export interface ScaffoldSplitOptions {
  /** Share of the molecules to hold out: no more, and as near as whole scaffolds allow. */
  readonly holdout: number;
  /** Chooses the scaffolds. */
  readonly key: RandomKey;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/**
 * Chooses molecules to hold out so that no scaffold (Bemis and Murcko 1996) is in both parts: whole
 * scaffolds in random order, each if it fits.
 *
 * @param canonical Canonical SMILES, whose order does not matter.
 */
export async function scaffoldSplit(
  canonical: readonly string[],
  { holdout, key, signal }: ScaffoldSplitOptions,
): Promise<Set<string>> {
  const ask = askRdkit((rdkit) => (smiles: string) => murckoScaffold(rdkit, smiles));
  const groups = new Map<string, string[]>();
  for (const [i, smiles] of canonical.toSorted().entries()) {
    if (i % 256 === 0) {
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    const found = await ask(smiles);
    // What has none that RDKit can tell stands for itself.
    const scaffold = found instanceof RdkitFailure || found === null ? smiles : found;
    const members = groups.get(scaffold);
    if (members === undefined) groups.set(scaffold, [smiles]);
    else members.push(smiles);
  }
  const names = [...groups.keys()].sort(), most = Math.round(canonical.length * holdout);
  const held = new Set<string>();
  for (const index of new RandomStream(key).permutation(names.length)) {
    const members = groups.get(names[index]!)!;
    if (held.size + members.length <= most) { for (const smiles of members) held.add(smiles); }
  }
  return held;
}
