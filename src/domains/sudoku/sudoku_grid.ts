/** A sudoku of `size` rows: its digits row by row, 0 where none is given. */
export type Digits = Uint8Array;

/** Writes digits one after the other, as published puzzles are written. */
export function writeDigits(digits: Digits): string {
  return digits.join("");
}

/** Rows, columns and boxes that each cell lies in, `[size²]`. */
interface Groups {
  readonly row: Uint8Array;
  readonly column: Uint8Array;
  readonly box: Uint8Array;
}

function groupsOf(size: number): Groups {
  const root = Math.sqrt(size), cells = size * size;
  const row = Uint8Array.from({ length: cells }, (_, cell) => Math.floor(cell / size));
  const column = Uint8Array.from({ length: cells }, (_, cell) => cell % size);
  const box = row.map((row, cell) =>
    Math.floor(row / root) * root + Math.floor(column[cell]! / root)
  );
  return { row, column, box };
}

const GROUPS = new Map([4, 9].map((size) => [size, groupsOf(size)]));

/** How many bits are set. */
function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Finds solutions of a sudoku, those with the first of the digits first, and counts them.
 *
 * @param puzzle `[size²]`
 * @param options `most`: where the count ends; `digits`: the order in which digits are tried;
 *   `onSolution`: sees each, in an array that is used again.
 */
export function countSolutions(
  puzzle: Digits,
  size: 4 | 9,
  { most, digits, onSolution }: {
    readonly most: number;
    readonly digits?: ArrayLike<number>;
    onSolution?(solution: Digits): void;
  },
): number {
  const { row, column, box } = GROUPS.get(size)!, all = (1 << size) - 1, grid = puzzle.slice();
  const rows = new Int32Array(size), columns = new Int32Array(size), boxes = new Int32Array(size);
  const toggle = (cell: number, bit: number) => {
    rows[row[cell]!]! ^= bit;
    columns[column[cell]!]! ^= bit;
    boxes[box[cell]!]! ^= bit;
  };
  const usedAt = (cell: number) => rows[row[cell]!]! | columns[column[cell]!]! | boxes[box[cell]!]!;
  const empty: number[] = [];
  for (let cell = 0; cell < grid.length; cell++) {
    if (grid[cell] === 0) {
      empty.push(cell);
      continue;
    }
    const bit = 1 << grid[cell]! - 1;
    if (usedAt(cell) & bit) return 0;
    toggle(cell, bit);
  }
  let count = 0;
  const search = (left: number): void => {
    if (left === 0) {
      count++;
      return onSolution?.(grid);
    }
    let best = -1, bestFree = 0, fewest = size + 1;
    for (let i = 0; i < left; i++) {
      const free = all & ~usedAt(empty[i]!), ways = bitCount(free);
      if (ways >= fewest) continue;
      [best, bestFree, fewest] = [i, free, ways];
      if (ways <= 1) break;
    }
    if (fewest === 0) return;
    const cell = empty[best]!;
    empty[best] = empty[left - 1]!;
    for (let i = 0; i < size && count < most; i++) {
      const digit = digits?.[i] ?? i + 1, bit = 1 << digit - 1;
      if ((bestFree & bit) === 0) continue;
      grid[cell] = digit;
      toggle(cell, bit);
      search(left - 1);
      toggle(cell, bit);
    }
    grid[cell] = 0;
    empty[left - 1] = empty[best]!;
    empty[best] = cell;
  };
  search(empty.length);
  return count;
}
