import type { ProblemGenerator } from "../problems/problem_generator.ts";
import { countSolutions, type Digits, writeDigits } from "./sudoku_grid.ts";

const SIZE = 4, CELLS = SIZE * SIZE;

/** Ways of naming the digits. */
const RENAMINGS = 24;

/** A grid and the sets of its cells that leave it alone as their solution, as bits. */
interface Puzzles {
  readonly grid: Digits;
  readonly clues: Uint16Array;
}

function allGrids(): Digits[] {
  const grids: Digits[] = [];
  countSolutions(new Uint8Array(CELLS), SIZE, {
    most: Infinity,
    onSolution: (grid) => grids.push(grid.slice()),
  });
  return grids;
}

/** Sets of cells by which a grid differs from every other one. */
function decidingCells(grid: Digits, grids: readonly Digits[]): (cells: number) => boolean {
  const isShared = new Uint8Array(2 ** CELLS);
  for (const other of grids) {
    let same = 0;
    for (let cell = 0; cell < CELLS; cell++) if (other[cell] === grid[cell]) same |= 1 << cell;
    if (same !== 2 ** CELLS - 1) isShared[same] = 1;
  }
  // Whatever is shared, each part of it is.
  for (let cells = isShared.length - 1; cells > 0; cells--) {
    if (isShared[cells] === 0) continue;
    for (let cell = 0; cell < CELLS; cell++) isShared[cells & ~(1 << cell)] = 1;
  }
  return (cells) => isShared[cells] === 0;
}

const countBits = (bits: number) => bits.toString(2).replaceAll("0", "").length;

/**
 * All 4×4 sudokus of some numbers of clues that have one solution, each as likely as another.
 *
 * @param fewest Fewest clues; with fewer than 4 there are none.
 * @param most Most clues.
 * @throws {RangeError} If there is none.
 */
export function smallSudokus(fewest: number, most: number): ProblemGenerator {
  const grids = allGrids();
  // All others are these with the digits named otherwise.
  const puzzles = grids.filter((grid) => writeDigits(grid).startsWith("1234")).map(
    (grid): Puzzles => {
      const decides = decidingCells(grid, grids), clues: number[] = [];
      for (let cells = 0; cells < 2 ** CELLS; cells++) {
        const count = countBits(cells);
        if (count >= fewest && count <= most && decides(cells)) clues.push(cells);
      }
      return { grid, clues: Uint16Array.from(clues) };
    },
  );
  const total = puzzles.reduce((sum, { clues }) => sum + clues.length, 0);
  if (total === 0) {
    throw new RangeError(
      `Cannot make 4×4 sudokus of ${fewest} to ${most} clues: none has one solution`,
    );
  }
  return {
    judge: "exact",
    draw(stream) {
      let index = stream.integer(total), which = 0;
      while (index >= puzzles[which]!.clues.length) index -= puzzles[which++]!.clues.length;
      const { grid, clues } = puzzles[which]!, names = stream.permutation(SIZE);
      const solution = grid.map((digit) => names[digit - 1]! + 1);
      const given = clues[index]!;
      const puzzle = solution.map((digit, cell) => given >> cell & 1 ? digit : 0);
      const prompt = writeDigits(puzzle);
      return { prompt, answer: writeDigits(solution), content: prompt };
    },
    count: () => ({ contents: total * RENAMINGS, prompts: total * RENAMINGS }),
  };
}
