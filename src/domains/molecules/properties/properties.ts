import { type Descriptors, descriptors } from "../rdkit/descriptors.ts";
import { type MolecularGraph, molecularGraph } from "../rdkit/molecular_graph.ts";
import { PROPERTIES, type Property } from "./property_names.ts";
import { prepareQed } from "./qed.ts";
import { canonicalSmiles } from "../rdkit/canonical_smiles.ts";
import type { Identity } from "../rdkit/identity.ts";
import { type Molecule, type Rdkit, withMolecule } from "../rdkit/rdkit.ts";
import { prepareSaScore } from "./sa_score.ts";
import { ringCount, type RingDefinition } from "./rings.ts";

/** What was asked about a valid molecule. */
export interface MoleculeDescription {
  /** Canonical SMILES, as {@linkcode canonicalSmiles} writes it. */
  readonly canonical: string;
  /** Values of the properties, in the order asked for. */
  readonly values: readonly number[];
}

/** Which properties to compute, and how. */
export interface PropertyOptions {
  /** Properties to compute; ask only for what is needed. @default {[]} */
  readonly properties?: readonly Property[];
  /** What counts as a ring. @default {"symmetrised"} */
  readonly rings?: RingDefinition;
  /** What the canonical form tells apart. @default {"isomer"} */
  readonly identity?: Identity;
}

/** Describes one SMILES string: `null` if it is invalid. */
export type Describe = (smiles: string) => MoleculeDescription | null;

/** A molecule and what is computed of it on demand, once. */
interface Subject {
  readonly molecule: Molecule;
  readonly canonical: string;
  readonly graph: MolecularGraph;
  readonly descriptors: Descriptors;
}

type Compute = (subject: Subject) => number;

/** Lipinski's rule of five: how many of its four bounds a molecule breaks. */
function lipinskiViolations(
  { amw, CrippenClogP, lipinskiHBA, lipinskiHBD }: Descriptors,
): number {
  return Number(amw > 500) + Number(CrippenClogP > 5) + Number(lipinskiHBD > 5) +
    Number(lipinskiHBA > 10);
}

async function prepare(
  rdkit: Rdkit,
  property: Property,
  rings: RingDefinition,
): Promise<Compute> {
  switch (property) {
    case "ring_count":
      return ({ graph }) => ringCount(graph, rings);
    case "qed":
      return prepareQed(rdkit);
    case "logp":
      return ({ descriptors }) => descriptors.CrippenClogP;
    case "tpsa":
      return ({ descriptors }) => descriptors.tpsa;
    case "molecular_weight":
      return ({ descriptors }) => descriptors.amw;
    case "lipinski_violations":
      return ({ descriptors }) => lipinskiViolations(descriptors);
    case "sa_score":
      return await prepareSaScore(rdkit);
  }
}

function subjectOf(molecule: Molecule): Subject {
  let graph: MolecularGraph | undefined, all: Descriptors | undefined;
  return {
    molecule,
    canonical: molecule.get_smiles(),
    get graph() {
      return graph ??= molecularGraph(molecule);
    },
    get descriptors() {
      return all ??= descriptors(molecule);
    },
  };
}

/**
 * Prepares the description of molecules: canonical SMILES and the properties asked for.
 *
 * @throws {RangeError} If a property is unknown.
 *
 * @example
 * ```ts ignore
 * const describe = await prepareDescribe(await loadRdkit(), { properties: ["ring_count", "qed"] });
 * describe("C1CC1"); // { canonical: "C1CC1", values: [1, 0.3597…] }
 * ```
 */
export async function prepareDescribe(
  rdkit: Rdkit,
  { properties = [], rings = "symmetrised", identity = "isomer" }: PropertyOptions = {},
): Promise<Describe> {
  const computes = await Promise.all(properties.map((property) => {
    if (!PROPERTIES.includes(property)) {
      throw new RangeError(
        `Cannot compute the property ${JSON.stringify(property)}: known are ${
          PROPERTIES.join(", ")
        }`,
      );
    }
    return prepare(rdkit, property, rings);
  }));
  const valuesOf = (subject: Subject) => computes.map((compute) => compute(subject));
  return (smiles) =>
    withMolecule(rdkit, smiles, (molecule) => {
      const subject = subjectOf(molecule), form = subject.canonical;
      const canonical = form === smiles && identity === "isomer"
        ? form
        : canonicalSmiles(rdkit, form, identity) ?? form;
      return {
        canonical,
        // A form that does not stand is of another graph when it is read again.
        values: canonical === form
          ? valuesOf(subject)
          : withMolecule(rdkit, canonical, (molecule) => valuesOf(subjectOf(molecule)))!,
      };
    });
}
