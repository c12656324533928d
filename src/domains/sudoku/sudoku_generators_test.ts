import { deepStrictEqual as assertEquals, ok, strictEqual, throws } from "node:assert/strict";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { largeSudokus } from "./large_sudoku.ts";
import { smallSudokus } from "./small_sudoku.ts";
import { countSolutions } from "./sudoku_grid.ts";
import { isSudokuSolution } from "./sudoku_solution.ts";

const digitsOf = (text: string) => Uint8Array.from(text, Number);
const cluesOf = (prompt: string) => prompt.replaceAll("0", "").length;

Deno.test("countSolutions() counts all 288 grids of 4×4, and none of a puzzle that breaks a rule", () => {
  strictEqual(countSolutions(new Uint8Array(16), 4, { most: Infinity }), 288);
  strictEqual(countSolutions(new Uint8Array(16), 4, { most: 2 }), 2);
  strictEqual(countSolutions(digitsOf("1100000000000000"), 4, { most: 2 }), 0);
});

Deno.test("a 4×4 sudoku has the clues that are asked for, one solution, and this one", () => {
  const stream = new RandomStream(randomKey(1)), generator = smallSudokus(4, 6);
  const clues = new Set<number>();
  for (let i = 0; i < 500; i++) {
    const { prompt, answer } = generator.draw(stream);
    clues.add(cluesOf(prompt));
    strictEqual(countSolutions(digitsOf(prompt), 4, { most: 2 }), 1);
    ok(isSudokuSolution(answer, prompt));
  }
  assertEquals([...clues].sort(), [4, 5, 6]);
});

Deno.test("4×4 sudokus are counted as enumeration from their clues counts them", () => {
  let found = 0;
  const place = (puzzle: Uint8Array, from: number, left: number) => {
    if (left === 0) {
      if (countSolutions(puzzle, 4, { most: 2 }) === 1) found++;
      return;
    }
    for (let cell = from; cell <= 16 - left; cell++) {
      for (let digit = 1; digit <= 4; digit++) {
        puzzle[cell] = digit;
        place(puzzle, cell + 1, left - 1);
      }
      puzzle[cell] = 0;
    }
  };
  place(new Uint8Array(16), 0, 4);
  strictEqual(smallSudokus(4, 4).count().contents, found);
  throws(
    () => smallSudokus(1, 3),
    /Cannot make 4×4 sudokus of 1 to 3 clues: none has one solution/,
  );
});

Deno.test("a 9×9 sudoku has one solution, also in another order, and is the same for the same seed", () => {
  const draw = () => {
    const generator = largeSudokus(randomKey(2), { fewest: 30, most: 34, bases: 5 });
    const stream = new RandomStream(randomKey(3));
    return Array.from({ length: 30 }, () => generator.draw(stream));
  };
  const problems = draw();
  for (const { prompt, answer } of problems) {
    ok(cluesOf(prompt) <= 34);
    strictEqual(countSolutions(digitsOf(prompt), 9, { most: 2 }), 1);
    ok(isSudokuSolution(answer, prompt));
  }
  strictEqual(new Set(problems.map(({ prompt }) => prompt)).size, 30);
  ok(new Set(problems.map(({ content }) => content)).size <= 5);
  assertEquals(draw(), problems);
  throws(
    () => largeSudokus(randomKey(1), { fewest: 17, most: 20, bases: 1 }),
    /Cannot make 9×9 sudokus of 17 to 20 clues: the most must be 24/,
  );
});
