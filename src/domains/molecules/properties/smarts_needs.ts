/** Texts of which a string must contain at least one. */
export type OneOf = readonly string[];

// Letters with which a primitive begins that says nothing about the element, or not surely.
const NOT_AN_ELEMENT = /^[RDXHAavxhr@*#$!+-]/;

/** What the alternatives of an atom, such as `Nv3X3,Nv4X4`, have in common. */
function needsOfAlternatives(alternatives: readonly string[]): OneOf[] {
  const needs: OneOf[] = [];
  const elements = alternatives.map((alternative) => {
    const symbol = alternative.replace(/^\d+/, "");
    if (symbol === "" || NOT_AN_ELEMENT.test(symbol)) return undefined;
    return /^(Cl|Br)/.exec(symbol)?.[0] ?? symbol[0];
  });
  if (elements.every((element) => element !== undefined)) needs.push(elements);
  for (const charge of ["+", "-"]) {
    const isCharged = (text: string) => text.includes(charge) && !/[!$]|[+-]0/.test(text);
    if (alternatives.every(isCharged)) needs.push([charge]);
  }
  return needs;
}

/** Splits a pattern into bracket atoms, atoms, bonds and ring closures. */
const SMARTS_PARTS = /\[((?:[^[\]]|\[[^[\]]*\])*)\]|Cl|Br|![=#~@:-]|./g;

/**
 * What the canonical SMILES string of a molecule must contain for a SMARTS pattern to match it: a
 * quick way to rule most patterns out. Everything that the pattern says of elements, charges, double
 * and triple bonds and rings is used where it is simple, and left alone where it is not: the answer
 * may be too little but never too much.
 *
 * @example
 * ```ts ignore
 * smartsNeeds("C#N"); // [["C"], ["#"], ["N"]]
 * smartsNeeds("[F,Cl]c1ccccc1"); // [["F", "Cl"], ["c"], ["1", "2", …, "9"]]
 * ```
 */
export function smartsNeeds(smarts: string): OneOf[] {
  const needs: OneOf[] = [];
  // Alternatives among bonds are not worth understanding.
  const bondsAreSimple = !smarts.replaceAll(SMARTS_PARTS, (part) => part[0] === "[" ? "" : part)
    .includes(",");
  for (const [part, bracket] of smarts.matchAll(SMARTS_PARTS)) {
    if (bracket !== undefined) {
      if (bracket.includes("$")) continue;
      for (const conjunct of bracket.split(";")) {
        needs.push(...needsOfAlternatives(conjunct.split(",")));
      }
    } else if (/^[A-Za-z]/.test(part)) {
      needs.push(...needsOfAlternatives([part]));
    } else if (/\d/.test(part)) {
      needs.push([..."123456789"]);
    } else if ((part === "=" || part === "#") && bondsAreSimple) {
      needs.push([part]);
    }
  }
  return [...new Map(needs.map((need) => [need.join(" "), need])).values()];
}

/**
 * Tells which of many patterns can match at all.
 *
 * @param patterns SMARTS patterns.
 * @returns A function that says of a canonical SMILES string which patterns (by index) to try.
 */
export function prepareCandidates(patterns: readonly string[]): (canonical: string) => number[] {
  const needs = patterns.map(smartsNeeds);
  const texts = [...new Set(needs.flat(2))];
  const needed = needs.map((all) => all.map((oneOf) => oneOf.map((text) => texts.indexOf(text))));
  return (canonical) => {
    const has = texts.map((text) => canonical.includes(text));
    const candidates: number[] = [];
    for (const [pattern, all] of needed.entries()) {
      if (all.every((oneOf) => oneOf.some((text) => has[text]))) candidates.push(pattern);
    }
    return candidates;
  };
}
