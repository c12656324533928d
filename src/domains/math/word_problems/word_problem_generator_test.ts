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

const SIGN: Readonly<Record<string, string>> = {
  ...{ buys: "+", finds: "+", gets: "+", gives: "-", loses: "-", sells: "-" },
  ...{ doubles: "*", halves: "/" },
};

Deno.test("each step of a word problem is right, goes on from the last, and leads to the answer", () => {
  const lengths = new Set<number>();
  for (const { prompt, answer } of PROBLEMS) {
    const [result, ...steps] = answer.split(" ; ").toReversed();
    let x = Number(/ has (\d+) /.exec(prompt)![1]);
    for (const step of steps.toReversed()) {
      const [, a, sign, b, c] = /^\w+day (\d+) (.) (\d) = (\d+)$/.exec(step)!;
      strictEqual(Number(a), x);
      x = CALCULATE[sign!]!(x, Number(b));
      strictEqual(Number(c), x);
      ok(x >= 1 && x <= 12 && Number.isInteger(x));
    }
    lengths.add(steps.length);
    assertEquals([result, gsm8kAnswer(answer)], [`#### ${x}`, x]);
  }
  assertEquals(lengths, new Set([2, 3, 4, 5]));
});

Deno.test("what happens in a word problem is what is worked out", () => {
  for (const { prompt, answer } of PROBLEMS) {
    const sentences = prompt.split(". ").slice(1, -1);
    const events = sentences.map((sentence) => {
      const [, day, verb, n] = /^On (\w+day) \w+ (\w+) (\d|that)/.exec(sentence)!;
      return [day, SIGN[verb!], n === "that" ? "2" : n];
    });
    const worked = answer.split(" ; ").slice(0, -1).map((step) => {
      const [, day, sign, n] = /^(\w+day) \d+ (.) (\d)/.exec(step)!;
      return [day, sign, n];
    });
    assertEquals(worked, events);
    strictEqual(/ after (\w+)\?$/.exec(prompt)![1], worked.at(-1)![0]);
  }
});

Deno.test("sentences of a word problem are of equal length, and so are its steps", () => {
  for (const { prompt, answer } of PROBLEMS) {
    for (const sentence of prompt.split(". ").slice(1, -1)) {
      strictEqual(sentence.split(" ").length, 6);
    }
    for (const step of answer.split(" ; ").slice(0, -1)) strictEqual(step.split(" ").length, 6);
  }
});

Deno.test("the count of word problems is that of what can be drawn", () => {
  const { contents, prompts } = WORD_PROBLEMS.count();
  const short = new Set(
    PROBLEMS.map(({ content }) => content).filter((content) => content.split(";").length === 3),
  );
  ok(short.size > 200 && short.size < contents && contents < prompts);
});
