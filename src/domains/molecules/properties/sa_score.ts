import type { Descriptors } from "../rdkit/descriptors.ts";
import type { MolecularGraph } from "../rdkit/molecular_graph.ts";
import { prepareFragments } from "./morgan.ts";
import type { Rdkit } from "../rdkit/rdkit.ts";
import { loadFragmentContributions } from "./sa_fragments.ts";

/** What the synthetic accessibility is computed from. */
export interface SaScoreParts {
  /** The molecule's atoms, bonds and rings. */
  readonly graph: MolecularGraph;
  /** Its descriptors. */
  readonly descriptors: Descriptors;
}

/** Computes the synthetic accessibility of a molecule from its parts. */
export type SaScore = (parts: SaScoreParts) => number;

const RADIUS = 2;

/** Rings with more atoms count as macrocycles. */
const LARGEST_RING = 8;

/** Bounds of the raw score, which become 10 and 1. */
const RAW_MIN = -4, RAW_MAX = 2.5;

/** Penalty for size, stereocentres, spiro and bridgehead atoms, and macrocycles. */
function complexity({ graph: { atoms, rings }, descriptors }: SaScoreParts): number {
  const size = atoms.length ** 1.005 - atoms.length;
  const hasMacrocycle = rings.some((ring) => ring.length > LARGEST_RING);
  return size + Math.log10(descriptors.NumAtomStereoCenters + 1) +
    Math.log10(descriptors.NumSpiroAtoms + 1) + Math.log10(descriptors.NumBridgeheadAtoms + 1) +
    (hasMacrocycle ? Math.log10(2) : 0);
}

/** Maps the raw score to 1 (easy to make) … 10 (hard), the end at 10 smoothed. */
function scale(raw: number): number {
  const linear = 11 - (raw - RAW_MIN + 1) / (RAW_MAX - RAW_MIN) * 9;
  const smoothed = linear > 8 ? 8 + Math.log(linear - 8) : linear;
  return Math.min(10, Math.max(1, smoothed));
}

/**
 * Prepares the SA score, an estimate of how hard a molecule is to make: 1 is easy, 10 is hard. Loads
 * the fragment contributions.
 *
 * Source: Ertl and Schuffenhauer 2009 (doi:10.1186/1758-2946-1-8), as changed by its authors in RDKit
 * `Contrib/SA_Score/sascorer.py`.
 */
export async function prepareSaScore(rdkit: Rdkit): Promise<SaScore> {
  const { contributionOf } = await loadFragmentContributions();
  const fragmentsOf = prepareFragments(rdkit, RADIUS);
  return (parts) => {
    const fragments = fragmentsOf(parts.graph);
    let sum = 0, total = 0;
    for (const [fragment, count] of fragments) {
      sum += contributionOf(fragment) * count;
      total += count;
    }
    // A symmetric molecule has few different fragments and is easier to make.
    const density = parts.graph.atoms.length / fragments.size;
    const symmetry = density > 1 ? Math.log(density) / 2 : 0;
    return scale(sum / total - complexity(parts) + symmetry);
  };
}
