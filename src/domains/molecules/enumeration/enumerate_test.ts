import { deepStrictEqual as assertEquals, notDeepStrictEqual, ok } from "node:assert/strict";
import { foldIn, randomKey, RandomStream } from "../../../random/mod.ts";
import { enumerateMolecules, UNSTABLE_MOTIFS } from "./enumerate.ts";
import { molecularGraph } from "../rdkit/molecular_graph.ts";
import { randomGraph } from "./random_graph.ts";
import { canonicalSmiles } from "../rdkit/canonical_smiles.ts";
import { loadRdkit, withMolecule } from "../rdkit/rdkit.ts";
import { ringCount } from "../properties/rings.ts";
import { compileSmarts, hasMatch } from "../rdkit/smarts.ts";
import { smilesTokenizer } from "../smiles_tokenizer.ts";
import { writeSmiles } from "../rdkit/write_smiles.ts";

const rdkit = await loadRdkit();
const take = (count: number, seed: number) =>
  enumerateMolecules(rdkit, randomKey(seed)).take(count).toArray();
const molecules = take(1000, 0);

Deno.test("enumerateMolecules() yields distinct canonical SMILES that can be tokenised", () => {
  const tokenizer = smilesTokenizer();
  assertEquals(new Set(molecules).size, molecules.length);
  for (const smiles of molecules) {
    assertEquals(canonicalSmiles(rdkit, smiles), smiles);
    ok(tokenizer.encode(smiles, 24) !== null, smiles);
  }
});

Deno.test("enumerateMolecules() yields the same for the same key and else for another", () => {
  assertEquals(take(50, 0), molecules.slice(0, 50));
  notDeepStrictEqual(take(50, 1), molecules.slice(0, 50));
});

Deno.test("enumerateMolecules() spreads over ring counts and stays within nine heavy atoms", () => {
  const counts = new Map<number, number>();
  for (const smiles of molecules) {
    const graph = withMolecule(rdkit, smiles, molecularGraph)!;
    ok(graph.atoms.length <= 9, smiles);
    const rings = ringCount(graph, "symmetrised");
    counts.set(rings, (counts.get(rings) ?? 0) + 1);
  }
  for (const rings of [0, 1, 2, 3, 4]) ok(counts.get(rings)! >= 20, `${rings} rings`);
});

Deno.test("enumerateMolecules() leaves out peroxides, hemiacetals and strained cages", () => {
  const refused = ["COOC", "OCO", "C=C=C", "C1C2CC12", "C1#CCCC1", "C1=CC1", "CC(O)=C", "NN"];
  const queries = Object.values(UNSTABLE_MOTIFS).map((smarts) => compileSmarts(rdkit, smarts));
  const matches = (smiles: string) =>
    withMolecule(rdkit, smiles, (molecule) => queries.some((query) => hasMatch(molecule, query)));
  for (const smiles of refused) assertEquals(matches(smiles), true, smiles);
  for (const smiles of ["CCO", "c1ccoc1", "CC(=O)N", "C1CC1C#N", "C1CC2CCC1C2"]) {
    assertEquals(matches(smiles), false, smiles);
  }
  for (const smiles of molecules) assertEquals(matches(smiles), false, smiles);
  for (const query of queries) query.delete();
});

Deno.test("writeSmiles() writes every random graph as the molecule it is", () => {
  for (let i = 0; i < 500; i++) {
    const drawn = randomGraph(new RandomStream(foldIn(randomKey(2), i)));
    const smiles = writeSmiles(drawn);
    const graph = withMolecule(rdkit, smiles, molecularGraph);
    ok(graph !== null, smiles);
    assertEquals([graph.atoms.length, graph.bonds.length], [
      drawn.elements.length,
      drawn.bonds.length,
    ]);
    const orders = (bonds: readonly { order: number }[]) =>
      bonds.reduce((sum, { order }) => sum + order, 0);
    assertEquals(orders(graph.bonds), orders(drawn.bonds), smiles);
  }
});
