/**
 * Cost of each step for a molecule, and the speed-up by worker processes.
 *
 * `deno run -A bench/chem.ts [molecules]`, with `PROSECO_DATA` for QM9, else on enumerated molecules.
 * A quiet machine gives the figures of the report.
 *
 * @module
 */
import { describeMolecules } from "../src/chem/describe_molecules.ts";
import { descriptors } from "../src/chem/descriptors.ts";
import { enumerateMolecules } from "../src/chem/enumerate.ts";
import { molecularGraph } from "../src/chem/molecular_graph.ts";
import { prepareQed } from "../src/chem/qed.ts";
import { loadRdkit, type Molecule, parseSmiles } from "../src/chem/rdkit.ts";
import { locateProjectDataset, readColumn } from "../src/dataset/mod.ts";
import { randomKey } from "../src/random/mod.ts";

const count = Number(Deno.args[0] ?? 8000);
const rdkit = await loadRdkit();
const { location } = await locateProjectDataset("qm9");
const all = location.kind === "none"
  ? enumerateMolecules(rdkit, randomKey(0)).take(count).toArray()
  : await readColumn(location.path, "smiles");
const smiles = Array.from({ length: count }, (_, i) => all[Math.floor(i * all.length / count)]);
const report = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));

const qed = prepareQed(rdkit);
const spent = new Map<string, number>();
function time<Result>(step: string, work: () => Result): Result {
  const started = performance.now();
  const result = work();
  spent.set(step, (spent.get(step) ?? 0) + performance.now() - started);
  return result;
}
for (const text of smiles) {
  const molecule: Molecule = time("parse", () => parseSmiles(rdkit, text)!);
  const canonical = time("canonical form", () => molecule.get_smiles());
  const graph = time("graph and rings", () => molecularGraph(molecule));
  const values = time("descriptors", () => descriptors(molecule));
  time("rest of QED", () => qed({ molecule, canonical, graph, descriptors: values }));
  molecule.delete();
}
for (const [step, milliseconds] of spent) {
  report(`${step.padEnd(16)} ${(1000 * milliseconds / count).toFixed(0).padStart(5)} µs`);
}

const properties = ["ring_count", "qed"] as const;
const seconds: number[] = [];
for (const workers of [1, 2]) {
  const started = performance.now();
  await describeMolecules(smiles, { properties, workers });
  seconds.push((performance.now() - started) / 1000);
  report(`${count} molecules, workers: ${workers}: ${seconds.at(-1)!.toFixed(1)} s`);
}
report(`speed-up by two workers: ${(seconds[0] / seconds[1]).toFixed(2)}`);
