import initialise, { type MainModule, type Mol } from "@rdkit/rdkit";
import { whyTooLarge } from "./molecule_size.ts";

/** RDKit's WebAssembly module. */
export type Rdkit = MainModule;
/** A molecule in RDKit's memory, which no garbage collector frees: see {@linkcode withMolecule}. */
export type Molecule = Mol;

/** What RDKit could not go on after: this instance is never asked again. */
export class RdkitFailure extends Error {
  override readonly name = "RdkitFailure";
}

/** Instances whose memory can no longer be trusted. */
const failed = new WeakSet<Rdkit>();

let loading: Promise<Rdkit> | undefined;

/** Loads RDKit, about 0.15 s: once, and anew after an {@linkcode RdkitFailure}. */
export async function loadRdkit(): Promise<Rdkit> {
  // The package's types describe an ES module, the file is a script with one export.
  const asked = loading ??= (initialise as unknown as () => Promise<Rdkit>)();
  const rdkit = await asked;
  if (!failed.has(rdkit)) return rdkit;
  if (loading === asked) loading = undefined;
  return loadRdkit();
}

/** Whether an error left WebAssembly's memory or stack in the middle of something. */
function isFatal(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof WebAssembly.Exception ||
    (error instanceof RangeError && error.message.includes("call stack"));
}

// RDKit takes text after white space for a name, reads the empty string as a molecule without
// atoms, stops at a NUL, and accepts JSON and mol blocks through the same door.
const SMILES_CHARACTERS = /^[!-z~]+$/;

/**
 * Parses a SMILES string strictly, hands the molecule to `use` and frees it. All SMILES strings of
 * others come in by this door.
 *
 * @returns What `use` returns, or `null` if the string is empty, has a character that no SMILES has
 *   (white space above all), is too large or is no valid molecule.
 * @throws {RdkitFailure} If RDKit fails at it, or has failed before; {@linkcode loadRdkit} then has
 *   a new one.
 */
export function withMolecule<Result>(
  rdkit: Rdkit,
  smiles: string,
  use: (molecule: Molecule) => Result,
): Result | null {
  if (failed.has(rdkit)) {
    throw new RdkitFailure(`Cannot read ${JSON.stringify(smiles)}: this RDKit failed before`);
  }
  if (!SMILES_CHARACTERS.test(smiles) || whyTooLarge(smiles) !== undefined) return null;
  let molecule: Molecule | null = null;
  try {
    molecule = rdkit.get_mol(smiles);
    return molecule && use(molecule);
  } catch (cause) {
    if (!isFatal(cause)) throw cause;
    failed.add(rdkit);
    const shown = smiles.length > 60 ? `${smiles.slice(0, 60)}…` : smiles;
    throw new RdkitFailure(`RDKit failed at ${JSON.stringify(shown)}: ${cause}`, { cause });
  } finally {
    // A failed instance may never return from freeing.
    if (!failed.has(rdkit)) molecule?.delete();
  }
}
