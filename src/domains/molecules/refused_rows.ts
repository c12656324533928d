/** Rows that are named one by one. */
const NAMED = 10;

/** Collects rows that count as invalid because RDKit cannot hold them, to name them in a log. */
export interface RefusedRows {
  /** Remembers a row. */
  add(index: number, reason: string): void;
  /** A line for each, or for the first of many; `nameOf` says which row an index is. */
  lines(nameOf: (index: number) => string): string[];
}

/** Begins a collection of such rows. */
export function refusedRows(): RefusedRows {
  const rows: { readonly index: number; readonly reason: string }[] = [];
  return {
    add: (index, reason) => void rows.push({ index, reason }),
    lines(nameOf) {
      const named = rows.toSorted((a, b) => a.index - b.index).slice(0, NAMED)
        .map(({ index, reason }) => `${nameOf(index)} counts as invalid: ${reason}`);
      const rest = rows.length - named.length;
      return rest === 0 ? named : [...named, `${rest} more count as invalid for such a reason`];
    },
  };
}
