import { ok, strictEqual, throws } from "node:assert/strict";
import { characterModel } from "./character_model.ts";
import { textClassifier } from "./text_classifier.ts";

const LEARNED = ["to be or not to be, that is the question", "to do or not to do"];

Deno.test("characterModel() shares out all probability among the characters and an unknown one", () => {
  const model = characterModel(LEARNED, 4);
  const characters = [...new Set(LEARNED.join("")), "§"];
  for (const before of ["", "t", "to b", "that is n", "x§q"]) {
    const given = model.nats(before);
    const all = characters.map((next) => Math.exp(given - model.nats(before + next)));
    ok(all.every((p) => p > 0));
    ok(Math.abs(all.reduce((sum, p) => sum + p, 0) - 1) <= 1e-9, before);
  }
});

Deno.test("characterModel() expects what it learned: its likeliest next character after a known run", () => {
  const model = characterModel(LEARNED, 4), given = model.nats("or no");
  const p = (next: string) => Math.exp(given - model.nats("or no" + next));
  ok(p("t") > 0.6 && p("t") > 20 * p("q"));
  strictEqual(model.learned, LEARNED.join("").length);
});

Deno.test("a longer run of characters tells more of a text like those learned, none of another", () => {
  const texts = Array.from({ length: 200 }, (_, i) => `line ${i * i} of the ${i % 7} seas; `);
  const held = "line 1234 of the 5 seas; ",
    per = (order: number) => characterModel(texts, order).nats(held) / held.length;
  ok(per(1) > 1.5 * per(3) && per(3) > per(6));
});

Deno.test("textClassifier() tells texts by their characters, and needs two labels", () => {
  const texts = [
    { text: "the fleet sailed for the harbour; the honourable gentlemen dined", label: 2 },
    { text: "jobs, schools and computers: tonight we invest in our kids", label: 0 },
    { text: "neither", label: undefined },
  ];
  const { classify, labels } = textClassifier(texts, 4);
  strictEqual(labels.join(), "0,2");
  strictEqual(classify("the gentlemen of the fleet"), 2);
  strictEqual(classify("tonight, computers in schools"), 0);
  throws(() => textClassifier(texts.slice(1)), /there are 1, two at least/);
});
