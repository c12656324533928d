import { prepareDescribe } from "../../domains/molecules/properties/properties.ts";
import type { Property } from "../../domains/molecules/properties/property_names.ts";
import { whyTooLarge } from "../../domains/molecules/rdkit/molecule_size.ts";
import {
  loadRdkit,
  type Rdkit,
  RdkitFailure,
  withMolecule,
} from "../../domains/molecules/rdkit/rdkit.ts";
import { classifyFailure } from "../../report/analysis/classify_failure.ts";
import type { Judgement } from "./judgement.ts";

/** Width and height of a drawing. */
const SIZE = [200, 150] as const;

/** What RDKit logs while it refuses a string. */
function complaintOf(rdkit: Rdkit, smiles: string): string {
  const log = rdkit.set_log_capture("rdApp.*");
  if (log === null) return "";
  try {
    withMolecule(rdkit, smiles, () => {});
    return log.get_buffer();
  } finally {
    log.delete();
  }
}

function reasonOf(rdkit: Rdkit, smiles: string): string {
  const tooLarge = whyTooLarge(smiles);
  if (tooLarge !== undefined) return tooLarge;
  const { kind, detail } = classifyFailure(smiles, complaintOf(rdkit, smiles));
  return kind === "other" ? detail : `${kind}: ${detail}`;
}

const NOTHING = { canonical: null, drawing: null, value: null };

/**
 * Judges strings: molecules with their drawings and a property, others with RDKit's reason.
 *
 * @param property Property to compute; empty for none.
 */
export async function judgeSmiles(
  smiles: readonly string[],
  property: Property | "",
): Promise<Judgement[]> {
  let rdkit = await loadRdkit();
  const prepare = () => prepareDescribe(rdkit, { properties: property === "" ? [] : [property] });
  let describe = await prepare();
  const judgements: Judgement[] = [];
  for (const text of smiles) {
    try {
      const description = describe(text);
      judgements.push(
        description === null ? { smiles: text, ...NOTHING, reason: reasonOf(rdkit, text) } : {
          ...{ smiles: text, canonical: description.canonical, reason: null },
          drawing: withMolecule(rdkit, text, (molecule) => molecule.get_svg(...SIZE)),
          value: description.values[0] ?? null,
        },
      );
    } catch (error) {
      if (!(error instanceof RdkitFailure)) throw error;
      judgements.push({ smiles: text, ...NOTHING, reason: "RDKit fails at it" });
      rdkit = await loadRdkit();
      describe = await prepare();
    }
  }
  return judgements;
}
