import type { Identity } from "./identity.ts";
import { type Rdkit, withMolecule } from "./rdkit.ts";

/** Forms after which none is expected to stand. */
const MOST_FORMS = 32;

const WRITE: Readonly<Record<Identity, string>> = {
  isomer: "{}",
  constitution: JSON.stringify({ doIsomericSmiles: false }),
};

/**
 * The canonical form of a SMILES string, or `null` if it is invalid.
 *
 * What RDKit writes is not always what it writes after it has read that: a hydrogen that it kept for a
 * double bond's sake may no longer be needed. So forms are read again until one stands; of forms that
 * take turns, the first by code units.
 *
 * @param identity What the form tells apart. @default {"isomer"}
 */
export function canonicalSmiles(
  rdkit: Rdkit,
  smiles: string,
  identity: Identity = "isomer",
): string | null {
  const forms = [smiles];
  while (forms.length < MOST_FORMS) {
    const last = forms.at(-1)!;
    const form = withMolecule(rdkit, last, (molecule) => molecule.get_smiles(WRITE[identity]));
    if (form === null) return forms.length === 1 ? null : last;
    const turn = forms.indexOf(form);
    if (turn >= 0) return forms.slice(turn).reduce((a, b) => a < b ? a : b);
    forms.push(form);
  }
  return forms.at(-1)!;
}
