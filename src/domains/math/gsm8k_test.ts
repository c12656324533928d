import assert from "node:assert/strict";
import fc from "fast-check";
import { join } from "node:path";
import { gsm8kAnswer, gsm8kPrompt, parseGsm8k } from "./gsm8k.ts";
import { flexibleAnswer, flexibleReference } from "./gsm8k_flexible.ts";

const folder = Deno.env.get("PROSECO_DATA");

Deno.test("the number after #### counts, whatever stands around it", () => {
  const cases: Record<string, number> = {
    "18": 18,
    "$1,200 a week": 1200,
    "-5": -5,
    "-$5": -5,
    "$-3": -3,
    "3.50%": 3.5,
    "1,234,567.89": 1234567.89,
    "18.": 18,
    ".5 miles": 0.5,
    "€20": 20,
    "1000000": 1000000,
    "\n42": 42,
    "−5": -5,
    "$1{,}200": 1200,
    "\\$1,\\!200": 1200,
    "3/4": 0.75,
    "1e6": 1e6,
    "7<|eot_id|>8": 7,
  };
  for (const [text, number] of Object.entries(cases)) {
    assert.equal(gsm8kAnswer(`1 + 2 = 3\n#### ${text}`), number, text);
  }
});

Deno.test("a next question of the model's own making does not count", () => {
  const text = "#### 7\n\nQuestion: Next?\nAnswer: #### 8";
  assert.equal(gsm8kAnswer(text), 7);
  assert.equal(gsm8kAnswer("It is 7.\nQuestion: Next?\nAnswer: #### 8"), undefined);
});

Deno.test("without #### no number counts, nor the one before it", () => {
  assert.equal(gsm8kAnswer("She has 7 eggs, worth $1,400."), undefined);
  assert.equal(gsm8kAnswer("7 ####\nnone"), undefined);
});

Deno.test("a number after #### is read however it is written, and whatever comes before and after", () => {
  const around = fc.string().map((text) => text.replaceAll(/[#\d,.$€£\n-]/g, " "));
  const cents = fc.integer({ min: -(10 ** 11), max: 10 ** 11 });
  fc.assert(fc.property(around, cents, around, (before, hundredths, after) => {
    const value = hundredths / 100;
    const grouped = value.toLocaleString("en-US", { maximumFractionDigits: 2 });
    for (const written of [`${value}`, grouped, `$${value}`, `${value}.`, `${grouped} ${after}`]) {
      assert.equal(gsm8kAnswer(`${before}\n#### ${written}`), value, written);
    }
  }));
});

Deno.test("no text makes the extraction fail, and what it finds is a number", () => {
  const pieces = fc.constantFrom(
    "####",
    "$",
    "-",
    ",",
    ".",
    "1",
    "23",
    "000",
    " ",
    "\n",
    "Q:",
    "x",
  );
  const texts = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(pieces).map((all) => all.join("")),
  );
  fc.assert(fc.property(texts, (text) => {
    const answer = gsm8kAnswer(text);
    assert.ok(answer === undefined || Number.isFinite(answer), `${answer}`);
  }));
});

Deno.test("a prompt shows the examples with their answers", () => {
  const examples = [{ question: "A?", answer: "#### 1" }];
  assert.equal(
    gsm8kPrompt({ question: "B?" }, examples),
    "Question: A?\nAnswer: #### 1\n\nQuestion: B?\nAnswer:",
  );
});

Deno.test({
  name: "every reference answer of GSM8K is read (needs PROSECO_DATA)",
  ignore: folder === undefined,
  async fn() {
    for (const [name, count] of [["train", 7473], ["test", 1319]] as const) {
      const problems = parseGsm8k(await Deno.readTextFile(join(folder!, `gsm8k/${name}.jsonl`)));
      assert.equal(problems.length, count);
      for (const { answer } of problems) {
        const written = answer.split("####")[1]!.trim().replaceAll(",", "");
        assert.equal(gsm8kAnswer(answer), Number(written));
        assert.equal(flexibleAnswer(answer), written);
        assert.equal(flexibleReference(answer), written);
      }
    }
  },
});
