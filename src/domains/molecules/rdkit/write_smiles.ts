/** `BondType::DATIVE` of RDKit. */
export const DATIVE = 17;

/** A bond between two atoms of a {@linkcode WritableGraph}. */
export interface WritableBond {
  /** Index of one atom; of a dative bond, the one that gives the electrons. */
  readonly a: number;
  /** Index of the other atom. */
  readonly b: number;
  /** 1 to 4, 17 for a dative bond, or 0 for one without an order. */
  readonly order: number;
}

/** A connected graph whose atoms are written as they stand. */
export interface WritableGraph {
  /** Text of each atom, such as `C` or `[NH4+]`. */
  readonly elements: readonly string[];
  /** Its bonds. */
  readonly bonds: readonly WritableBond[];
}

const BOND_SYMBOLS = ["~", "", "=", "#", "$"];

/** The symbol of a bond that is written after the atom `from`. */
function symbolOf({ a, order }: WritableBond, from: number): string {
  if (order === DATIVE) return a === from ? "->" : "<-";
  return BOND_SYMBOLS[order]!;
}

/** Writes a connected graph as a SMILES string, not a canonical one. */
export function writeSmiles({ elements, bonds }: WritableGraph): string {
  const bondsOf = elements.map((_, atom) => bonds.filter(({ a, b }) => a === atom || b === atom));
  const visited = new Set<number>(), used = new Set<WritableBond>();
  const closures = elements.map((): string[] => []);
  const children = elements.map((): { atom: number; symbol: string }[] => []);
  let rings = 0;

  const explore = (atom: number) => {
    visited.add(atom);
    for (const bond of bondsOf[atom]!) {
      if (used.has(bond)) continue;
      used.add(bond);
      const next = bond.a === atom ? bond.b : bond.a;
      if (visited.has(next)) {
        rings++;
        const digit = rings < 10 ? `${rings}` : `%${rings}`;
        closures[atom]!.push(symbolOf(bond, atom) + digit);
        closures[next]!.push(symbolOf(bond, next) + digit);
      } else {
        children[atom]!.push({ atom: next, symbol: symbolOf(bond, atom) });
        explore(next);
      }
    }
  };
  explore(0);

  const write = (atom: number): string => {
    const branches = children[atom]!.map(({ atom, symbol }) => symbol + write(atom));
    const last = branches.pop() ?? "";
    return elements[atom] + closures[atom]!.join("") +
      branches.map((text) => `(${text})`).join("") +
      last;
  };
  return write(0);
}
