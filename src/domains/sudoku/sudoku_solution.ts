/**
 * Whether digits solve a sudoku: every clue is kept, and each row, column and box holds each digit once.
 * Any solution counts, so that a puzzle with several is judged fairly.
 *
 * @param digits One for each cell, row by row.
 * @param puzzle Of as many cells, with 0 where no digit is given.
 * @throws {RangeError} If the puzzle is no square of square boxes, such as 4×4 or 9×9.
 *
 * @example
 * ```ts
 * isSudokuSolution("1234341221434321", "1000000000000001"); // true
 * ```
 */
export function isSudokuSolution(digits: string, puzzle: string): boolean {
  const size = Math.sqrt(puzzle.length), root = Math.sqrt(size);
  if (puzzle === "" || !Number.isInteger(root)) {
    throw new RangeError(
      `Cannot judge a sudoku of ${puzzle.length} cells: it must have as many as 4×4 or 9×9`,
    );
  }
  if (digits.length !== puzzle.length) return false;
  const groups = new Set<string>();
  for (const [cell, digit] of [...digits].entries()) {
    if (!/^[1-9]$/.test(digit) || Number(digit) > size) return false;
    if (puzzle[cell] !== "0" && puzzle[cell] !== digit) return false;
    const row = Math.floor(cell / size), column = cell % size;
    groups.add(`row ${row}: ${digit}`).add(`column ${column}: ${digit}`);
    groups.add(`box ${Math.floor(row / root)}, ${Math.floor(column / root)}: ${digit}`);
  }
  // Each digit once in each group leaves none out.
  return groups.size === 3 * digits.length;
}
