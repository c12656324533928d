import { join } from "node:path";

/** Name of the file in the folder of a data set of molecules. */
const CANONICAL_FILE = "canonical.txt";

/** Writes the canonical forms of a data set's molecules, one a line. */
export async function writeKnownMolecules(
  folder: string,
  canonical: readonly string[],
): Promise<void> {
  const text = canonical.map((smiles) => smiles + "\n").join("");
  await Deno.writeTextFile(join(folder, CANONICAL_FILE), text);
}

/** Reads the canonical forms of a data set's molecules, by which a sample is told to be new. */
export async function readKnownMolecules(folder: string): Promise<Set<string>> {
  const text = await Deno.readTextFile(join(folder, CANONICAL_FILE));
  return new Set(text.trimEnd().split("\n"));
}
