/** A connected graph whose atoms are written as they stand. */
export interface WritableGraph {
  /** Text of each atom, such as `C` or `[NH4+]`. */
  readonly elements: readonly string[];
  /** Pairs of atoms and their bond orders, 1 to 3. */
  readonly bonds: readonly { readonly a: number; readonly b: number; readonly order: number }[];
}

const BOND_SYMBOLS = ["", "", "=", "#"];

/** Writes a connected graph as a SMILES string, not a canonical one. */
export function writeSmiles({ elements, bonds }: WritableGraph): string {
  const bondsOf = elements.map((_, atom) => bonds.filter(({ a, b }) => a === atom || b === atom));
  const visited = new Set<number>(), used = new Set<typeof bonds[number]>();
  const closures = elements.map((): string[] => []);
  const children = elements.map((): { atom: number; symbol: string }[] => []);
  let rings = 0;

  const explore = (atom: number) => {
    visited.add(atom);
    for (const bond of bondsOf[atom]) {
      if (used.has(bond)) continue;
      used.add(bond);
      const next = bond.a === atom ? bond.b : bond.a;
      const symbol = BOND_SYMBOLS[bond.order];
      if (visited.has(next)) {
        rings++;
        const digit = rings < 10 ? `${rings}` : `%${rings}`;
        closures[atom].push(symbol + digit);
        closures[next].push(symbol + digit);
      } else {
        children[atom].push({ atom: next, symbol });
        explore(next);
      }
    }
  };
  explore(0);

  const write = (atom: number): string => {
    const branches = children[atom].map(({ atom, symbol }) => symbol + write(atom));
    const last = branches.pop() ?? "";
    return elements[atom] + closures[atom].join("") + branches.map((text) => `(${text})`).join("") +
      last;
  };
  return write(0);
}
