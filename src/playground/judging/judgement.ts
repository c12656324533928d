import type { Property } from "../../domains/molecules/properties/property_names.ts";

/** Whether a string is a molecule, and which one. */
export interface Judgement {
  /** The string. */
  readonly smiles: string;
  /** Its canonical form; `null` of what is no molecule. */
  readonly canonical: string | null;
  /** Its drawing, as RDKit writes SVG. */
  readonly drawing: string | null;
  /** Why it is no molecule, in words. */
  readonly reason: string | null;
  /** Value of the property that was asked for. */
  readonly value: number | null;
}

/** Strings that the page asks about, answered by a list of {@linkcode Judgement}. */
export interface JudgingMessage {
  /** Number of the question. */
  readonly question: number;
  /** Distinct strings. */
  readonly smiles: readonly string[];
  /** Property to compute; empty for none. */
  readonly property: Property | "";
}

/** What the worker that judges tells. */
export type JudgingAnswer =
  | { readonly question: number; readonly judgements: readonly Judgement[] }
  | { readonly question: number; readonly failed: string };
