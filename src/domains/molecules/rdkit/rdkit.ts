import initialise, { type MainModule, type Mol } from "@rdkit/rdkit";
import { MOST_ATOMS, whyTooLarge } from "./molecule_size.ts";

/** RDKit's WebAssembly module. */
export type Rdkit = MainModule;
/** A molecule in RDKit's memory, which no garbage collector frees: see {@linkcode withMolecule}. */
export type Molecule = Mol;

/** What RDKit could not go on after: this instance is never asked again. */
export class RdkitFailure extends Error {
  /** The name of the class. */
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

/** Parses text that is fit for it, hands the molecule to `use` and frees it. */
function withParsed<Result>(
  rdkit: Rdkit,
  text: string,
  use: (molecule: Molecule) => Result,
): Result | null {
  let molecule: Molecule | null = null;
  try {
    molecule = rdkit.get_mol(text);
    return molecule && use(molecule);
  } catch (cause) {
    if (!isFatal(cause)) throw cause;
    failed.add(rdkit);
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    throw new RdkitFailure(`RDKit failed at ${JSON.stringify(shown)}: ${cause}`, { cause });
  } finally {
    // A failed instance may never return from freeing.
    if (!failed.has(rdkit)) molecule?.delete();
  }
}

function refuseFailed(rdkit: Rdkit, text: string): void {
  if (!failed.has(rdkit)) return;
  throw new RdkitFailure(`Cannot read ${JSON.stringify(text)}: this RDKit failed before`);
}

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
  refuseFailed(rdkit, smiles);
  if (!SMILES_CHARACTERS.test(smiles) || whyTooLarge(smiles) !== undefined) return null;
  return withParsed(rdkit, smiles, use);
}

/** The fourth line of a mol block (V2000): numbers of atoms and bonds, in three columns each. */
const COUNTS = /^(?:[^\n]*\n){3}([ \d]{2}\d)[ \d]{2}\d.*V2000/;

/**
 * Parses a mol block (V2000), as the records of SDF files are, hands the molecule to `use` and frees it.
 *
 * @returns What `use` returns, or `null` if it is no mol block, too large or no valid molecule.
 * @throws {RdkitFailure} If RDKit fails at it, or has failed before.
 */
export function withMolBlock<Result>(
  rdkit: Rdkit,
  block: string,
  use: (molecule: Molecule) => Result,
): Result | null {
  refuseFailed(rdkit, block);
  const atoms = Number(COUNTS.exec(block)?.[1] ?? NaN);
  if (!(atoms <= MOST_ATOMS) || !/^M {2}END\s*$/m.test(block)) return null;
  return withParsed(rdkit, block, use);
}
