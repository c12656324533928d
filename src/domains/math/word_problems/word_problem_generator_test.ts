import { deepStrictEqual as assertEquals, ok, strictEqual } from "node:assert/strict";
import { randomKey, RandomStream } from "../../../random/mod.ts";
import { gsm8kAnswer } from "../gsm8k.ts";
import { WORD_PROBLEMS } from "./word_problem_generator.ts";

const stream = new RandomStream(randomKey(1));
const PROBLEMS = Array.from({ length: 3000 }, () => WORD_PROBLEMS.draw(stream));

const CALCULATE: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

Deno.test("each step of a word problem is right, goes on from the last, and leads to the answer", () => {
  const lengths = new Set<number>();
  for (const { prompt, answer } of PROBLEMS) {
    const [result, ...steps] = answer.split(" ; ").toReversed();
    let x = Number(/ has (\d+) /.exec(prompt)![1]);
    for (const step of steps.toReversed()) {
      const [, a, sign, b, c] = /^(\d+) (.) (\d) = (\d+)$/.exec(step)!;
      strictEqual(Number(a), x);
      x = CALCULATE[sign!]!(x, Number(b));
      strictEqual(Number(c), x);
      ok(x >= 1 && x <= 20 && Number.isInteger(x));
    }
    lengths.add(steps.length);
    assertEquals([result, gsm8kAnswer(answer)], [`#### ${x}`, x]);
  }
  assertEquals(lengths, new Set([2, 3, 4, 5]));
});

Deno.test("what happens in a word problem is what is worked out", () => {
  for (const { prompt, answer } of PROBLEMS) {
    const events = prompt.split(". ").slice(1, -1).map((sentence) =>
      /doubles/.test(sentence) ? "*" : /half/.test(sentence) ? "/" : /\d+/.exec(sentence)![0]
    );
    const worked = answer.split(" ; ").slice(0, -1).map((step) => {
      const [, sign, n] = /^\d+ (.) (\d)/.exec(step)!;
      return sign === "*" || sign === "/" ? sign : n;
    });
    assertEquals(worked, events);
  }
});

Deno.test("the count of word problems is that of what can be drawn", () => {
  const { contents, prompts } = WORD_PROBLEMS.count();
  const short = new Set(
    PROBLEMS.map(({ content }) => content).filter((content) => content.split(";").length === 3),
  );
  ok(short.size > 400 && short.size < contents && contents < prompts);
});
