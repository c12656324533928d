/**
 * Part of `bench/chem.ts`: describes the molecules of standard input, a SMILES string on each line, in
 * a process that has not loaded RDKit yet, and prints the seconds.
 *
 * `deno run -A bench/chem_describe.ts <workers>`
 *
 * @module
 */
import { describeMolecules } from "../src/domains/molecules/describe_molecules.ts";

const smiles = (await new Response(Deno.stdin.readable).text()).split("\n");
const started = performance.now();
const descriptions = await describeMolecules(smiles, {
  properties: ["ring_count", "qed"],
  workers: Number(Deno.args[0]),
});
if (!descriptions.some((description) => description !== null)) throw new Error("nothing is valid");
const seconds = (performance.now() - started) / 1000;
await Deno.stdout.write(new TextEncoder().encode(`${seconds}`));
