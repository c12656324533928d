import type { Descriptors } from "../rdkit/descriptors.ts";
import type { MolecularGraph } from "../rdkit/molecular_graph.ts";
import {
  ACCEPTOR_SMARTS,
  DESIRABILITY,
  type DesirabilityParameters,
  MEAN_WEIGHTS,
} from "./qed_parameters.ts";
import type { Molecule, Rdkit } from "../rdkit/rdkit.ts";
import { aromaticRingCount } from "./rings.ts";
import { compileSmarts, hasMatch } from "../rdkit/smarts.ts";
import { prepareCandidates } from "./smarts_needs.ts";
import { ALERT_SMARTS } from "./structural_alerts.ts";

/** What QED is computed from. */
export interface QedParts {
  /** The molecule itself, for its patterns. */
  readonly molecule: Molecule;
  /** Its canonical SMILES. */
  readonly canonical: string;
  /** Its atoms, bonds and rings. */
  readonly graph: MolecularGraph;
  /** Its descriptors. */
  readonly descriptors: Descriptors;
}

/** Computes the QED of a molecule from its parts. */
export type Qed = (parts: QedParts) => number;

type QedProperties = Readonly<Record<keyof typeof DESIRABILITY, number>>;

function desirability(x: number, { a, b, c, d, e, f, maximum }: DesirabilityParameters): number {
  const rise = 1 + Math.exp(-(x - c + d / 2) / e), fall = 1 + Math.exp(-(x - c - d / 2) / f);
  return (a + b / rise * (1 - 1 / fall)) / maximum;
}

/** Geometric mean of the desirabilities of the eight properties; Bickerton et al. 2012, equation 3. */
function weightedMean(properties: QedProperties): number {
  let sum = 0, weights = 0;
  for (const name of Object.keys(DESIRABILITY) as (keyof typeof DESIRABILITY)[]) {
    sum += MEAN_WEIGHTS[name] * Math.log(desirability(properties[name], DESIRABILITY[name]));
    weights += MEAN_WEIGHTS[name];
  }
  return Math.exp(sum / weights);
}

/**
 * Prepares QED (quantitative estimate of drug-likeness): compiles its patterns once, for any number
 * of molecules. Agrees with Python RDKit's `QED.qed` to the last bits.
 *
 * Source: Bickerton et al. 2012; RDKit `Chem/QED.py`.
 *
 * @throws {Error} If RDKit cannot compile a pattern.
 */
export function prepareQed(rdkit: Rdkit): Qed {
  const anyAcceptor = compileSmarts(
    rdkit,
    `[${ACCEPTOR_SMARTS.map((smarts) => `$(${smarts})`).join(",")}]`,
  );
  const alerts = ALERT_SMARTS.map((smarts) => compileSmarts(rdkit, smarts));
  const alertCandidates = prepareCandidates(ALERT_SMARTS);

  return ({ molecule, canonical, graph, descriptors }) => {
    const acceptors = molecule.get_substruct_matches(anyAcceptor);
    const found = alertCandidates(canonical).filter((index) => hasMatch(molecule, alerts[index]!));
    return weightedMean({
      MW: descriptors.amw,
      ALOGP: descriptors.CrippenClogP,
      HBA: acceptors.split('"atoms"').length - 1,
      HBD: descriptors.NumHBD,
      PSA: descriptors.tpsa,
      ROTB: descriptors.NumRotatableBonds,
      AROM: aromaticRingCount(graph),
      ALERTS: found.length,
    });
  };
}
