import assert from "node:assert/strict";
import { join } from "node:path";
import { mbppExamples, mbppSplit, parseMbpp } from "./code_problems.ts";
import { mbppPrompt } from "./code_prompt.ts";

const folder = Deno.env.get("PROSECO_DATA");

const row = (id: number) =>
  JSON.stringify({
    task_id: id,
    text: `Write f${id}.`,
    code: `def f${id}(): return ${id}`,
    test_setup_code: "",
    test_list: [`assert f${id}() == ${id}`],
  });

Deno.test("a prompt shows tasks 2, 3 and 4 with their solutions, then asks", () => {
  const problems = parseMbpp([1, 2, 3, 4, 11].map(row).join("\n"));
  const examples = mbppExamples(problems);
  assert.deepEqual(examples.map(({ id }) => id), ["MBPP/2", "MBPP/3", "MBPP/4"]);
  const prompt = mbppPrompt(problems[4]!, examples.slice(0, 1));
  assert.equal(
    prompt,
    "You are an expert Python programmer, and here is your task: Write f2. " +
      "Your code should pass these tests:\n\nassert f2() == 2\n[BEGIN]\ndef f2(): return 2\n[DONE]\n\n" +
      "You are an expert Python programmer, and here is your task: Write f11. " +
      "Your code should pass these tests:\n\nassert f11() == 11\n[BEGIN]\n",
  );
});

Deno.test("a row that is no problem is refused with its number", () => {
  assert.throws(() => parseMbpp(`${row(1)}\n{"task_id": 2}`), {
    name: "TypeError",
    message: /MBPP: row 2/,
  });
});

Deno.test({
  name: "the test split of MBPP has 500 problems (needs PROSECO_DATA)",
  ignore: folder === undefined,
  async fn() {
    const problems = parseMbpp(await Deno.readTextFile(join(folder!, "mbpp/mbpp.jsonl")));
    const split = mbppSplit(problems, "test");
    assert.equal(split.length, 500);
    assert.deepEqual([split[0]!.id, split[499]!.id], ["MBPP/11", "MBPP/510"]);
  },
});
