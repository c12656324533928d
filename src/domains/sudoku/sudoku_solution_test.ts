import { strictEqual, throws } from "node:assert/strict";
import { isSudokuSolution } from "./sudoku_solution.ts";

const GRID = "1234341221434321";
const EMPTY = "0".repeat(16);

Deno.test("a solution keeps the clues and holds each digit once in each row, column and box", () => {
  strictEqual(isSudokuSolution(GRID, "1000000000000001"), true);
  strictEqual(isSudokuSolution(GRID, "2000000000000000"), false);
  // Rows and columns are right, boxes are not.
  strictEqual(isSudokuSolution("1234234134124123", EMPTY), false);
  // Rows and boxes are right, columns are not.
  strictEqual(isSudokuSolution("1234341212343412", EMPTY), false);
  // Columns alone are right.
  strictEqual(isSudokuSolution("1111222233334444", EMPTY), false);
});

Deno.test("what is shorter, longer or no digit of the sudoku solves nothing", () => {
  for (
    const digits of ["", GRID.slice(1), `${GRID}1`, GRID.replace("1", "0"), GRID.replace("4", "5")]
  ) {
    strictEqual(isSudokuSolution(digits, EMPTY), false, digits);
  }
});

Deno.test("any solution of a puzzle with several counts", () => {
  for (const grid of [GRID, "1243341221344321"]) strictEqual(isSudokuSolution(grid, EMPTY), true);
});

Deno.test("9×9 sudokus are judged alike", () => {
  const grid = Array.from(
    { length: 9 },
    (_, row) =>
      Array.from({ length: 9 }, (_, column) => (3 * row + Math.floor(row / 3) + column) % 9 + 1)
        .join(""),
  ).join("");
  strictEqual(isSudokuSolution(grid, "0".repeat(81)), true);
  const swapped = grid.slice(0, 79) + grid[80] + grid[79];
  strictEqual(isSudokuSolution(swapped, "0".repeat(81)), false);
});

Deno.test("a puzzle that is no square of square boxes is refused", () => {
  throws(() => isSudokuSolution("12", "00"), /sudoku of 2 cells/);
  throws(() => isSudokuSolution("", ""), /sudoku of 0 cells/);
});
