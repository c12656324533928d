import { type RandomKey, RandomStream } from "../../../random/mod.ts";
import { randomGraph } from "./random_graph.ts";
import { type Rdkit, withMolecule } from "../rdkit/rdkit.ts";
import { compileSmarts, hasMatch } from "../rdkit/smarts.ts";
import { writeSmiles } from "../rdkit/write_smiles.ts";

/**
 * Motifs that are strained beyond use or do not last, as SMARTS: the kind of filter that made GDB,
 * the database that QM9 was taken from (Fink and Reymond 2007, doi:10.1021/ci600423u). The commonest
 * come first, since the first match decides.
 */
export const UNSTABLE_MOTIFS: Readonly<Record<string, string>> = {
  "spiro atom of a small ring": "[x4;r3,r4]",
  "double bond at a three-ring": "[r3]=*",
  "hemiacetal, hemiaminal or aminal": "[OX2H,NX3;H1,H2]-[CX4]-[OX2,NX3]",
  "double bond within a four-ring": "[r4]=[r4]",
  "bicyclobutane": "*1~*2~*~*~1~2",
  "hydroxylamine": "[NX3;!a]-[OX2;!a]",
  "enamine with hydrogen": "[NX3;H1,H2]-[C;!a]=[C;!a]",
  "hydrazine": "[NX3;!a]-[NX3;!a]",
  "propellane": "[x4]-[x4]",
  "chain of three heteroatoms": "[N,O;!a]~[N,O;!a]~[N,O;!a]",
  "enol": "[OX2H]-[C;!a]=[C;!a]",
  "orthoester": "[CX4]([N,O,F])([N,O,F])[N,O]",
  "peroxide": "[OX2]-[OX2]",
  "fluorine on a heteroatom": "[N,O]F",
  "azo group": "[N;!a]=[N;!a]",
  "nitroso group": "[NX2]=O",
  "fluorine beside a heteroatom": "F[CX4][N,O]",
  "acyl fluoride": "FC=[O,N]",
  "carbonic or carbamic acid": "[OX2H]C(=O)[N,O]",
  "anhydride": "O=C-[OX2]-C=O",
  "imidic acid": "[OX2H]-[C;!a]=N",
  "imine with hydrogen": "[CX3;!$(C[N,O])]=[NX2H]",
  "cumulated double bonds": "*=[C]=*",
  "alkyne on a heteroatom": "[N,O,F]C#C",
  "cyanate": "[O,F]C#N",
  "triple bond in a ring": "*#[R]",
  "double bond at a bridgehead": "[x3,x4;!a]=*",
  "aromatic atom in a small ring": "[a;r3,r4]",
  "bridged aromatic ring": "[a;x3;!$([a;x3]:[a;x3])]",
};

/** Candidates in a row that bring nothing new before the molecules count as exhausted. */
const PATIENCE = 20_000;

/**
 * Enumerates small organic molecules at random: C, N, O and F, at most nine heavy atoms, neutral,
 * valences kept, without {@linkcode UNSTABLE_MOTIFS}. Yields canonical SMILES, each once; the same
 * key yields the same molecules. About a thousand a second.
 *
 * @throws {RangeError} If no new molecule is found for long.
 */
export function* enumerateMolecules(rdkit: Rdkit, key: RandomKey): Generator<string, never> {
  const queries = Object.values(UNSTABLE_MOTIFS).map((smarts) => compileSmarts(rdkit, smarts));
  const stream = new RandomStream(key), seen = new Set<string>();
  try {
    for (let misses = 0; misses < PATIENCE; misses++) {
      const canonical = withMolecule(rdkit, writeSmiles(randomGraph(stream)), (molecule) => {
        if (queries.some((query) => hasMatch(molecule, query))) return null;
        const form = molecule.get_smiles();
        if (seen.has(form)) return null;
        seen.add(form);
        return form;
      });
      if (canonical === null) continue;
      misses = 0;
      yield canonical;
    }
  } finally {
    for (const query of queries) query.delete();
  }
  throw new RangeError(`Cannot enumerate more than ${seen.size} molecules: no new one was found`);
}
