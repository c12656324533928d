/**
 * Memory of RDKit over a million molecules: resident size after each hundred thousand.
 *
 * `deno run -A bench/chem_memory.ts [molecules]`, with `PROSECO_DATA` for QM9, else on enumerated
 * molecules. About 10 minutes.
 *
 * @module
 */
import { randomKey } from "../src/random/mod.ts";
import { enumerateMolecules } from "../src/domains/molecules/enumeration/enumerate.ts";
import { prepareDescribe } from "../src/domains/molecules/properties/properties.ts";
import { PROPERTIES } from "../src/domains/molecules/properties/property_names.ts";
import { loadRdkit } from "../src/domains/molecules/rdkit/rdkit.ts";
import { locateProjectDataset, readColumn } from "../src/domains/datasets/mod.ts";

const total = Number(Deno.args[0] ?? 1_000_000);
const rdkit = await loadRdkit();
const { location } = await locateProjectDataset(new URL("../data/qm9.json", import.meta.url));
const smiles = location.kind === "none"
  ? enumerateMolecules(rdkit, randomKey(0)).take(5000).toArray()
  : await readColumn(location.path, "smiles");
const describe = await prepareDescribe(rdkit, { properties: ["ring_count"] });
const describeFully = await prepareDescribe(rdkit, { properties: PROPERTIES });

const report = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
report(
  `${smiles.length} distinct strings, each again and again: canonical form and rings, of each ` +
    `tenth all properties; each tenth is broken`,
);
const started = performance.now();
let valid = 0;
for (let i = 0; i < total; i++) {
  // Refusals must free their memory, too.
  const text = smiles[i % smiles.length];
  const description = i % 10 === 0
    ? describeFully(text!)
    : describe(i % 10 === 9 ? text + "(" : text!);
  if (description !== null) valid++;
  if ((i + 1) % Math.ceil(total / 10) !== 0) continue;
  const megabytes = (Deno.memoryUsage().rss / 1e6).toFixed(0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  report(`${i + 1} molecules (${valid} valid): ${megabytes} MB resident, ${seconds} s`);
}
