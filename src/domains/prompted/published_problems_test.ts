import { deepStrictEqual as assertEquals, match, ok, throws } from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import { MINERVA_EXAMPLES } from "../math/minerva_prompt.ts";
import { gsm8kProblems, mathProblems } from "./published_problems.ts";

const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join("\n");

const MATH = (name: string, count: number) =>
  lines(Array.from({ length: count }, (_, i) => ({
    ...{ problem: `${name} ${i}?`, solution: `It is $\\boxed{${i}}$.`, level: "Level 1" },
  })));

Deno.test("mathProblems() asks as Minerva's prompt does, and splits what is trained on", () => {
  const texts = { train: MATH("train", 8), test: MATH("test", 3) };
  const { train, validation, test } = mathProblems(texts, randomKey(1), {
    ...{ fewShot: 4, validation: 2, test: 2 },
  });
  assertEquals([train.length, validation.length, test.length], [6, 2, 2]);
  assertEquals(test[0]!.id, "MATH/0");
  for (const { id, prompt } of validation) {
    ok(!train.some((row) => row.id === id));
    assertEquals(prompt.match(/Final Answer: The final answer is/g)!.length, 4);
    match(prompt, /\n\nProblem:\ntrain \d\?\n\nSolution:$/);
  }
  ok(train.every(({ prompt }) => /^train \d\?$/.test(prompt)));
  const plain = mathProblems(texts, randomKey(1), { fewShot: 0, validation: 2 });
  assertEquals(plain.test.map(({ prompt }) => prompt), ["test 0?", "test 1?", "test 2?"]);
});

Deno.test("gsm8kProblems() shows examples of what is trained on alone", () => {
  const rows = Array.from({ length: 6 }, (_, i) => ({ question: `q${i}`, answer: `#### ${i}` }));
  const texts = { train: lines(rows), test: lines(rows.slice(0, 1)) };
  const { validation, test } = gsm8kProblems(texts, randomKey(3), { fewShot: 3, validation: 3 });
  const heldOut = validation.map(({ prompt }) => /Question: (q\d)\nAnswer:$/.exec(prompt)![1]!);
  const shown = [...test[0]!.prompt.matchAll(/Question: (q\d)\nAnswer: /g)].map(([, q]) => q!);
  assertEquals(shown, ["q0", "q1", "q2", "q3", "q4", "q5"].filter((q) => !heldOut.includes(q)));
});

Deno.test("examples that there are not are not shown, and a row that is no problem is named", () => {
  const texts = { train: MATH("train", 8), test: MATH("test", 3) };
  throws(
    () => mathProblems(texts, randomKey(1), { fewShot: 5 }),
    {
      name: "RangeError",
      message:
        `Cannot show 5 examples of MATH: there are ${MINERVA_EXAMPLES.length}; ask for fewer`,
    },
  );
  throws(
    () => mathProblems({ ...texts, test: '{"problem": "x"}' }, randomKey(1), { fewShot: 0 }),
    /Cannot read MATH, test set: row 1: .*solution/s,
  );
});
