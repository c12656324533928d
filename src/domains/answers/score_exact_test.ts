import { deepStrictEqual, throws } from "node:assert/strict";
import { type ExactRule, scoreExact } from "./score_exact.ts";

function judge(rule: ExactRule, prompt: string, answer: string, answers: readonly string[]) {
  const { problems } = scoreExact([{ id: "a", prompt, answer }], [{ id: "a", answers }], {
    ...{ name: "own", rule },
  });
  return problems[0]!.correct;
}

Deno.test("white space does not count, and all else does", () => {
  deepStrictEqual(
    judge("whitespace", "", "red and  blue", [" red\nand blue ", "Red and blue", "redandblue", ""]),
    [true, false, false, false],
  );
});

Deno.test("digits count alone", () => {
  deepStrictEqual(judge("digits", "", "12 34", ["1234", "1 2\n3 4.", "1243", "none"]), [
    ...[true, true, false, false],
  ]);
});

Deno.test("a sudoku is solved by any solution of its clues, whichever the data set holds", () => {
  const puzzle = "1000 0000 0000 0000", solution = "1234341221434321";
  const another = "1324241331424231";
  deepStrictEqual(
    judge("sudoku", puzzle, solution, [solution, another, another.replaceAll("1", "2"), ""]),
    [true, true, false, false],
  );
  throws(() => judge("sudoku", "no puzzle", solution, [solution]), /sudoku of 0 cells/);
});

Deno.test("an answer without a digit gives nothing", () => {
  const [problem] = scoreExact([{ id: "a", prompt: "", answer: "1" }], [
    { id: "a", answers: ["x", "1"] },
  ], { name: "own", rule: "digits" }).problems;
  deepStrictEqual(problem, { id: "a", expected: "1", given: [null, "1"], correct: [false, true] });
});
