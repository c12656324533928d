/**
 * Cost of each step for a molecule, and the speed-up by worker processes over all molecules.
 *
 * `deno run -A bench/chem.ts [molecules]`, with `PROSECO_DATA` for QM9, else on enumerated molecules.
 * A quiet machine gives the figures of the report.
 *
 * @module
 */
import { descriptors } from "../src/domains/molecules/rdkit/descriptors.ts";
import { enumerateMolecules } from "../src/domains/molecules/enumeration/enumerate.ts";
import { molecularGraph } from "../src/domains/molecules/rdkit/molecular_graph.ts";
import { prepareQed } from "../src/domains/molecules/properties/qed.ts";
import { loadRdkit, type Molecule } from "../src/domains/molecules/rdkit/rdkit.ts";
import { locateProjectDataset, readColumn } from "../src/domains/datasets/mod.ts";
import { randomKey } from "../src/random/mod.ts";

/** Molecules of which each step is timed. */
const STEP_COUNT = 8000;
/** Molecules that are enumerated where there is no data set. */
const ENUMERATED = 20_000;

const rdkit = await loadRdkit();
const { location } = await locateProjectDataset(new URL("../data/qm9.json", import.meta.url));
const known = location.kind === "none"
  ? enumerateMolecules(rdkit, randomKey(0)).take(ENUMERATED).toArray()
  : await readColumn(location.path, "smiles");
const pick = (count: number) =>
  Array.from({ length: count }, (_, i) => known[Math.floor(i * known.length / count)]);
const all = pick(Number(Deno.args[0] ?? known.length));
const report = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));

const qed = prepareQed(rdkit);
const spent = new Map<string, number>();
function time<Result>(step: string, work: () => Result): Result {
  const started = performance.now();
  const result = work();
  spent.set(step, (spent.get(step) ?? 0) + performance.now() - started);
  return result;
}
for (const text of pick(STEP_COUNT)) {
  const molecule: Molecule = time("parse", () => rdkit.get_mol(text!)!);
  const canonical = time("canonical form", () => molecule.get_smiles());
  const graph = time("graph and rings", () => molecularGraph(molecule));
  const values = time("descriptors", () => descriptors(molecule));
  time("rest of QED", () => qed({ molecule, canonical, graph, descriptors: values }));
  molecule.delete();
}
for (const [step, milliseconds] of spent) {
  report(`${step.padEnd(16)} ${(1000 * milliseconds / STEP_COUNT).toFixed(0).padStart(5)} µs`);
}

/** Seconds in a process of its own, so that none finds RDKit compiled already. */
async function describeAnew(workers: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./chem_describe.ts", import.meta.url).href, `${workers}`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = new Response(child.stdout).text();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(all.join("\n")));
  await writer.close();
  if (!(await child.status).success) Deno.exit(1);
  return Number(await output);
}

const seconds: number[] = [];
for (const workers of [1, 2]) {
  seconds.push(await describeAnew(workers));
  report(`${all.length} molecules, workers: ${workers}: ${seconds.at(-1)!.toFixed(1)} s`);
}
report(`speed-up by two workers: ${(seconds[0]! / seconds[1]!).toFixed(2)}`);
