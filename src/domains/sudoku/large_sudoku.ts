import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../random/mod.ts";
import { between, type ProblemGenerator } from "../problems/problem_generator.ts";
import { countSolutions, type Digits, writeDigits } from "./sudoku_grid.ts";

const SIZE = 9, CELLS = SIZE * SIZE, BAND = 3;

/** Ways of naming the digits, of ordering rows and columns within bands and bands, and of turning. */
const SYMMETRIES = 362_880 * 6 ** 8 * 2;

/** How 9×9 sudokus are made. */
export interface LargeSudokuOptions {
  /** Fewest clues. */
  readonly fewest: number;
  /** Most clues. */
  readonly most: number;
  /** How many are made from nothing; all others are these in another order, with other digits. */
  readonly bases: number;
}

/** A sudoku of one solution. */
interface Sudoku {
  readonly puzzle: Digits;
  readonly solution: Digits;
}

function makeSolution(stream: RandomStream): Digits {
  // The first row at random, then whatever follows with the digits in random order.
  const first = new Uint8Array(CELLS), digits = stream.permutation(SIZE).map((i) => i + 1);
  stream.permutation(SIZE).forEach((digit, cell) => first[cell] = digit + 1);
  let solution = first;
  countSolutions(first, SIZE, { most: 1, digits, onSolution: (grid) => solution = grid.slice() });
  return solution;
}

/** Takes digits away while one solution is left, until so few are given. */
function makeSudoku(stream: RandomStream, { fewest, most }: LargeSudokuOptions): Sudoku {
  while (true) {
    const solution = makeSolution(stream), puzzle = solution.slice();
    const wanted = between(stream, fewest, most);
    let clues = CELLS;
    for (const cell of stream.permutation(CELLS)) {
      if (clues === wanted) return { puzzle, solution };
      puzzle[cell] = 0;
      if (countSolutions(puzzle, SIZE, { most: 2 }) === 1) clues--;
      else puzzle[cell] = solution[cell]!;
    }
    if (clues <= most) return { puzzle, solution };
  }
}

/** An order of rows or columns that keeps those of a band together. */
function drawOrder(stream: RandomStream): number[] {
  return Array.from(stream.permutation(BAND)).flatMap((band) =>
    Array.from(stream.permutation(BAND), (line) => band * BAND + line)
  );
}

/**
 * 9×9 sudokus of one solution: so many are made from nothing, and each problem is one of them with its
 * rows, columns and digits in another order, which is what its content leaves out.
 *
 * @throws {RangeError} If the clues are so few that making one would take for ever.
 */
export function largeSudokus(key: RandomKey, options: LargeSudokuOptions): ProblemGenerator {
  if (options.most < 24 || options.most < options.fewest) {
    throw new RangeError(
      `Cannot make 9×9 sudokus of ${options.fewest} to ${options.most} clues: the most must be 24 ` +
        "or more, and the fewest no more than that",
    );
  }
  const made = new Map<number, Sudoku>();
  const baseAt = (index: number) => {
    let base = made.get(index);
    if (base === undefined) {
      base = makeSudoku(new RandomStream(foldIn(key, STREAMS.sudoku, index)), options);
      made.set(index, base);
    }
    return base;
  };
  return {
    judge: "exact",
    draw(stream) {
      const index = stream.integer(options.bases), base = baseAt(index);
      const names = stream.permutation(SIZE), rows = drawOrder(stream), columns = drawOrder(stream);
      const isTurned = stream.uniform() < 0.5;
      const change = (digits: Digits) =>
        writeDigits(digits.map((_, cell) => {
          const row = rows[Math.floor(cell / SIZE)]!, column = columns[cell % SIZE]!;
          const digit = digits[isTurned ? column * SIZE + row : row * SIZE + column]!;
          return digit === 0 ? 0 : names[digit - 1]! + 1;
        }));
      const [prompt, answer] = [change(base.puzzle), change(base.solution)];
      return { prompt, answer, content: String(index) };
    },
    count: () => ({ contents: options.bases, prompts: options.bases * SYMMETRIES }),
  };
}
