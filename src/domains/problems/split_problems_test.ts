import { deepStrictEqual as assertEquals, strictEqual, throws } from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import { pick, type ProblemGenerator } from "./problem_generator.ts";
import { makeProblems } from "./split_problems.ts";

/** Ten problems, each in two wordings. */
const TEN: ProblemGenerator = {
  judge: "exact",
  draw(stream) {
    const n = stream.integer(10), words = pick(stream, ["say", "tell"]);
    return { prompt: `${words} ${n}`, answer: String(n), content: String(n) };
  },
  count: () => ({ contents: 10, prompts: 20 }),
};

Deno.test("makeProblems() holds contents out whatever their wording, each once", () => {
  const made = makeProblems(
    TEN,
    randomKey(1),
    "ten",
    { train: 200, validation: 2, test: 3 },
    ["7"],
  );
  const held = [...made.test, ...made.validation].map(({ answer }) => answer);
  strictEqual(new Set([...held, "7"]).size, 6);
  const trained = new Set(made.train.map(({ answer }) => answer));
  assertEquals([trained.size, held.filter((answer) => trained.has(answer))], [4, []]);
  assertEquals(made.counts, { contents: 10, prompts: 20, repeated: 192 });
  assertEquals(made.test.map(({ id }) => id), ["ten/test/0", "ten/test/1", "ten/test/2"]);
});

Deno.test("makeProblems() holds the same problems out however many rows are trained on", () => {
  const of = (train: number) =>
    makeProblems(TEN, randomKey(2), "ten", { train, validation: 1, test: 1 });
  assertEquals(of(5).test, of(50).test);
  assertEquals(of(5).train, of(50).train.slice(0, 5));
});

Deno.test("makeProblems() says when there are too few problems", () => {
  throws(
    () => makeProblems(TEN, randomKey(1), "ten", { train: 1, validation: 5, test: 5 }),
    /Cannot make 1 ten for train: of 10 that there are, 10 are held out; ask for fewer/,
  );
});
