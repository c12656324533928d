import { askRdkit } from "../rdkit/ask_rdkit.ts";
import { RdkitFailure, withMolBlock } from "../rdkit/rdkit.ts";

/** One molecule of an SDF file. */
interface SdfRecord {
  /** The mol block, its `M  END` included. */
  readonly block: string;
  /** Data items by name. */
  readonly items: ReadonlyMap<string, string>;
}

const HEADER = /^>.*<([^>]+)>/;

function parseRecord(text: string): SdfRecord {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => line.startsWith("M  END"));
  const items = new Map<string, string>();
  for (let i = end + 1; i < lines.length; i++) {
    const name = HEADER.exec(lines[i]!)?.[1];
    if (name === undefined) continue;
    const value: string[] = [];
    while (i + 1 < lines.length && lines[i + 1]!.trim() !== "") value.push(lines[++i]!);
    items.set(name, value.join("\n").trim());
  }
  return { block: lines.slice(0, end + 1).join("\n") + "\n", items };
}

/** The molecules of an SDF file (CTfile formats, BIOVIA 2020), without what follows the last `$$$$`. */
export function parseSdf(text: string): SdfRecord[] {
  const parts = text.replaceAll("\r\n", "\n").split(/^\$\$\$\$.*\n?/m);
  return parts.filter((part) => part.trim() !== "").map(parseRecord);
}

/** SMILES of each mol block by RDKit; the empty text for what it cannot read. */
export async function smilesOfBlocks(
  blocks: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const ask = askRdkit((rdkit) => (block: string) =>
    withMolBlock(rdkit, block, (molecule) => molecule.get_smiles())
  );
  const smiles: string[] = [];
  for (const [i, block] of blocks.entries()) {
    if (i % 256 === 0) {
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    const found = await ask(block);
    smiles.push(found instanceof RdkitFailure ? "" : found ?? "");
  }
  return smiles;
}
