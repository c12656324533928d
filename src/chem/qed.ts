import type { Descriptors } from "./descriptors.ts";
import type { MolecularGraph } from "./molecular_graph.ts";
import {
  ACCEPTOR_SMARTS,
  DESIRABILITY,
  type DesirabilityParameters,
  MEAN_WEIGHTS,
} from "./qed_parameters.ts";
import type { Molecule, Rdkit } from "./rdkit.ts";
import { aromaticRingCount } from "./rings.ts";
import { ALERT_SMARTS } from "./structural_alerts.ts";

/** Computes the QED of a molecule from its parts. */
export type Qed = (molecule: Molecule, graph: MolecularGraph, descriptors: Descriptors) => number;

type QedProperties = Readonly<Record<keyof typeof DESIRABILITY, number>>;

// RDKit answers a pattern without a match by "{}" (one match) or "{}" or "[]" (all matches).
const NO_MATCH_LENGTH = 2;

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
  const compile = (smarts: string): Molecule => {
    const query = rdkit.get_qmol(smarts);
    if (query === null) throw new Error(`Cannot compile the pattern ${JSON.stringify(smarts)}`);
    return query;
  };
  const anyAcceptor = compile(`[${ACCEPTOR_SMARTS.map((smarts) => `$(${smarts})`).join(",")}]`);
  const alerts = ALERT_SMARTS.map(compile);

  return (molecule, graph, { amw, CrippenClogP, NumHBD, tpsa, NumRotatableBonds }) => {
    const acceptors = molecule.get_substruct_matches(anyAcceptor);
    return weightedMean({
      MW: amw,
      ALOGP: CrippenClogP,
      HBA: acceptors.split('"atoms"').length - 1,
      HBD: NumHBD,
      PSA: tpsa,
      ROTB: NumRotatableBonds,
      AROM: aromaticRingCount(graph),
      ALERTS: alerts.filter((alert) =>
        molecule.get_substruct_match(alert).length > NO_MATCH_LENGTH
      ).length,
    });
  };
}
