import { deepStrictEqual as assertEquals, strictEqual, throws } from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import { parseExamples, splitExamples } from "./user_examples.ts";

const FIELDS = {
  ...{ prompt: "prompt", answer: "answer", id: "id", tests: "tests", system: "system" },
};

const parse = (text: string) => parseExamples({ path: "my.jsonl", text }, FIELDS, "my");

Deno.test("parseExamples() reads each line, its id being its own or its number", () => {
  assertEquals(
    parse(
      '{"prompt": "a", "answer": "b"}\n\n{"id": 7, "prompt": "c", "answer": "d", "tests": "e"}\n',
    ),
    [
      { id: "my/1", prompt: "a", answer: "b" },
      { id: "7", prompt: "c", answer: "d", tests: ["e"] },
    ],
  );
});

Deno.test("parseExamples() names file, line and field of what is wrong", () => {
  const good = '{"prompt": "a", "answer": "b"}';
  const mistakes: [string, RegExp][] = [
    ["{", /^UserError: Cannot read examples "my\.jsonl": line 2: .*JSON/],
    ["[1]", /line 2: it must be an object: got \[1\]/],
    [
      '{"prompt": "a"}',
      /line 2: field "answer" must be a text .* got nothing; the line has prompt/,
    ],
    ['{"prompt": "", "answer": "b"}', /line 2: field "prompt" must be a text that is not empty/],
    ['{"prompt": "a", "answer": 3}', /line 2: field "answer" must be a text .* got 3$/],
    [
      '{"prompt": "a", "answer": "b", "tests": [1]}',
      /line 2: field "tests" must be a statement or a list of them: got \[1\]/,
    ],
    ['{"prompt": "a", "answer": "b", "id": "my/1"}', /field "id" is "my\/1", as on line 1/],
  ];
  for (const [line, message] of mistakes) throws(() => parse(`${good}\n${line}`), message);
});

Deno.test("splitExamples() keeps equal prompts together, and is the same for the same seed", () => {
  const lines = Array.from({ length: 40 }, (_, i) => `{"prompt": "${i % 20}", "answer": "${i}"}`);
  const split = () =>
    splitExamples(parse(lines.join("\n")), randomKey(1), { name: "my", judge: "exact", most: {} });
  const { train, validation, test, counts } = split();
  assertEquals([train.length, validation.length, test.length], [32, 2, 2]);
  const held = new Set([...validation, ...test].map(({ prompt }) => prompt));
  strictEqual(train.some(({ prompt }) => held.has(prompt)), false);
  assertEquals([counts, split().test], [{ examples: 40, repeated: 20 }, test]);
  throws(
    () => splitExamples(parse(lines[0]!), randomKey(1), { name: "my", judge: "exact", most: {} }),
    /Cannot split 1 different prompts: 1 are asked for as test and 1 as validation problems/,
  );
});
