/** Why a string is no molecule. */
export interface Failure {
  readonly smiles: string;
  /** The sort of mistake, such as `unclosed ring`. */
  readonly kind: string;
  /** What exactly is wrong. */
  readonly detail: string;
  /** Index of the character at which the parser gave up, where it tells. */
  readonly position?: number;
}

// What RDKit says (Code/GraphMol/SmilesParse/SmilesParse.cpp, MolOps.cpp, Kekulize.cpp), from the
// particular to the general.
const KINDS: readonly { pattern: RegExp; kind: string; detail(match: RegExpMatchArray): string }[] =
  [
    {
      pattern: /unclosed ring/,
      kind: "unclosed ring",
      detail: () => "a ring is opened and never closed",
    },
    {
      pattern: /extra open parentheses/,
      kind: "unclosed branch",
      detail: () => "a parenthesis is opened and never closed",
    },
    {
      pattern: /extra close parentheses/,
      kind: "unopened branch",
      detail: () => "a parenthesis is closed and was never opened",
    },
    {
      pattern: /ring closure (\d+)/,
      kind: "impossible ring",
      detail: ([, number]) => `ring ${number} joins atoms that are one or joined already`,
    },
    {
      pattern: /valence for atom # \d+ (\w+), (\d+), is greater/,
      kind: "valence",
      detail: ([, element, valence]) => `${element} with ${valence} bonds`,
    },
    {
      pattern: /kekulize/,
      kind: "aromaticity",
      detail: () => "no alternating bonds fit the aromatic atoms",
    },
    {
      pattern: /non-ring atom \d+ marked aromatic/,
      kind: "aromaticity",
      detail: () => "an aromatic atom outside a ring",
    },
    { pattern: /syntax error/, kind: "grammar", detail: () => "not a SMILES string" },
  ];

/**
 * Sorts a string that RDKit refused by what RDKit says of it.
 *
 * @param message The text that RDKit logged while it parsed.
 */
export function classifyFailure(smiles: string, message: string): Failure {
  if (smiles === "") return { smiles, kind: "empty", detail: "no token before the end" };
  const special = smiles.match(/<\w+>/);
  if (special) {
    return {
      smiles,
      kind: "stray token",
      detail: `${special[0]} within the string`,
      position: special.index,
    };
  }
  for (const { pattern, kind, detail } of KINDS) {
    const match = message.match(pattern);
    if (!match) continue;
    const place = message.match(/around position (\d+)/);
    return {
      smiles,
      kind,
      detail: detail(match),
      ...(place ? { position: Number(place[1]) - 1 } : {}),
    };
  }
  const said = message.replace(/\[[\d:]+\]/g, "").trim().split("\n")[0]!;
  return { smiles, kind: "other", detail: said === "" ? "refused without a reason" : said };
}
