import { deepStrictEqual, throws } from "node:assert/strict";
import { pairAnswers } from "./pair_answers.ts";

const PROBLEMS = [{ id: "a" }, { id: "b" }, { id: "c" }];
const completion = (id: string) => ({ id, answers: [`of ${id}`] });

Deno.test("answers come in the order of the problems", () => {
  const pairs = pairAnswers(PROBLEMS, ["c", "a", "b"].map(completion), { name: "letters" });
  deepStrictEqual(pairs.map(({ problem, answers }) => [problem.id, ...answers]), [
    ["a", "of a"],
    ["b", "of b"],
    ["c", "of c"],
  ]);
});

Deno.test("all problems are asked for, or as many as were to be answered, or none in particular", () => {
  const some = [completion("a"), completion("b")];
  throws(() => pairAnswers(PROBLEMS, some, { name: "letters" }), {
    name: "RangeError",
    message: /letters: 1 of 3 problems have no completions; set "partial: true"/,
  });
  throws(() => pairAnswers(PROBLEMS, some.slice(1), { name: "letters", count: 2 }), /1 of 2/);
  deepStrictEqual(pairAnswers(PROBLEMS, some, { name: "letters", count: 2 }).length, 2);
  deepStrictEqual(pairAnswers(PROBLEMS, some, { name: "letters", partial: true }).length, 2);
});

Deno.test("answers to no problem, and two entries for one, are refused", () => {
  throws(() => pairAnswers(PROBLEMS, [completion("d")], { name: "letters" }), {
    name: "TypeError",
    message: /"d": letters has no such problem/,
  });
  throws(
    () => pairAnswers(PROBLEMS, [completion("a"), completion("a")], { name: "letters" }),
    /"a": its completions stand twice/,
  );
});
