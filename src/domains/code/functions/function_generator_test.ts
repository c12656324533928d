import { deepStrictEqual as assertEquals, ok, strictEqual } from "node:assert/strict";
import { randomKey, RandomStream } from "../../../random/mod.ts";
import { startPythonSandbox } from "../../sandbox/mod.ts";
import { FUNCTIONS } from "./function_generator.ts";

function drawMany(count: number, seed: number) {
  const stream = new RandomStream(randomKey(seed));
  return Array.from({ length: count }, () => {
    const problem = FUNCTIONS.draw(stream);
    return { ...problem, tests: problem.tests!(stream) };
  });
}

/** The same function with one thing wrong, for each thing that it has. */
function mutants(answer: string): string[] {
  const changes: [RegExp, string][] = [
    [/ and .*?(?=[\]:])/, ""],
    [/x % 2 == 0/, "x % 2 == 1"],
    [/x > /, "x < "],
    [/x \* x(?! \*)/, "x * 2"],
    [/sum\(/, "len("],
    [/max\(/, "min("],
    [/sorted\(/, "list("],
  ];
  return changes.map(([from, to]) => answer.replace(from, to)).filter((text) => text !== answer);
}

Deno.test("every function passes its own tests in Python, in either style", async () => {
  await using sandbox = await startPythonSandbox({
    ...{ memory: 128, timeout: 240_000, isolation: "shared" },
  });
  const problems = drawMany(300, 1), failed: string[] = [];
  for (const { answer, tests } of problems) {
    const { verdict, detail } = await sandbox.run({ source: answer, tests: tests.join("\n") });
    if (verdict !== "passed") failed.push(`${answer}: ${detail}`);
  }
  assertEquals(failed, []);
  const loops = problems.filter(({ answer }) => answer.includes("ys.append")).length;
  ok(loops > 90 && loops < 170, `${loops} loops`);
  ok(problems.some(({ answer }) => answer.includes("p = 1")));
});

Deno.test("a function with something wrong fails its tests, but for what is no difference", async () => {
  await using sandbox = await startPythonSandbox({
    ...{ memory: 128, timeout: 240_000, isolation: "shared" },
  });
  let passed = 0, all = 0;
  for (const { answer, tests } of drawMany(100, 2)) {
    for (const source of mutants(answer)) {
      all++;
      const { verdict } = await sandbox.run({ source, tests: tests.join("\n") });
      if (verdict === "passed") passed++;
    }
  }
  // "x > 5 and x > 0" is "x > 5", and "the largest" may not hang on a second condition.
  ok(all > 80 && passed < 0.2 * all, `${passed} of ${all} pass`);
});

Deno.test("a largest number is never asked of an empty list", () => {
  for (const { answer, tests } of drawMany(500, 3)) {
    strictEqual(tests.some((test) => test.includes("([])")), !/m(ax|in)\(/.test(answer));
    ok(tests.length >= 3 && tests.every((test) => !test.includes("undefined")));
  }
});

Deno.test("names are of one to four letters and no keyword, and content leaves name and style out", () => {
  const problems = drawMany(5000, 4);
  const names = problems.map(({ prompt }) => /named ([a-h]{1,4})\.$/.exec(prompt)![1]!);
  ok(!names.includes("def"));
  assertEquals(new Set(names.map(({ length }) => length)), new Set([1, 2, 3, 4]));
  ok(problems.every(({ content }) => content.startsWith("def f(xs):")));
  ok(problems.every(({ answer }, i) => answer.startsWith(`def ${names[i]}(xs):`)));
});

Deno.test("functions are counted by what tells them apart, in Python and in words", () => {
  const { contents, prompts } = FUNCTIONS.count();
  // Eight reductions of 35 mappings, 8 constants in four of seven kinds; 4,679 names.
  assertEquals([contents % (8 * 35), prompts % (8 * 35 * 4679)], [0, 0]);
  const single = new Set(
    drawMany(5000, 5).map(({ content }) => /if (.*?)[\]:]/.exec(content)![1]!)
      .filter((condition) => !condition.includes(" and ")),
  );
  // Of 34 in words, even is divisible by 2.
  strictEqual(single.size, 33);
  ok(contents / (8 * 35) > 33 && contents / (8 * 35) <= 33 + 33 * 32);
});
