import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { argmax, softmax } from "../process/categorical.ts";
import { checkCorrector, correct, correctorFires, type CorrectorOptions } from "./corrector.ts";
import { guideLogits } from "../guidance/classifier_free.ts";
import { Predictor } from "./predictor.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";

const denoiser = tabularDenoiser(randomKey(4), { length: 5, vocab: 4 });
const { length, vocab, maskId } = denoiser;
const ROWS = 30;

/** Corrects fully masked rows and keeps what each round left. */
async function rounds(options: CorrectorOptions) {
  const predictor = new Predictor(denoiser, sameLabel(ROWS, 0));
  const z = new Int32Array(ROWS * length).fill(maskId);
  for (let row = 0; row < ROWS; row++) z[row * length + row % length] = row % 3;
  const rows = Array.from({ length: ROWS }, (_, row) => row), seen: Int32Array[] = [];
  await predictor.refresh("z", rows, z, "conditional");
  const y = await correct(predictor, rows, z, undefined, options, {
    ...{ key: randomKey(0), firstRow: 0 },
    observe: (_, tokens) => seen.push(tokens.slice()),
  });
  return { z, y, seen, evaluations: predictor.evaluations };
}

const rowOf = (tokens: Int32Array, row: number) => [
  ...tokens.subarray(row * length, (row + 1) * length),
];

function xTheta(tokens: number[], position: number): Float64Array {
  const out = new Float64Array(vocab), logits = denoiser.logits(tokens, 0);
  return softmax(guideLogits(out, logits, undefined, position * vocab, 1, maskId));
}

const bestOf = (tokens: number[]) => tokens.map((_, i) => argmax(xTheta(tokens, i)));

Deno.test("correct() takes the most probable tokens S times over", async () => {
  const { z, y } = await rounds({ S: 3 });
  for (let row = 0; row < ROWS; row++) {
    assertEquals(rowOf(y, row), bestOf(bestOf(bestOf(bestOf(rowOf(z, row))))));
  }
});

Deno.test("correct() lets a row leave the loop at its fixed point", async () => {
  const few = await rounds({ S: 40 }), many = await rounds({ S: 80 });
  ok(few.seen.length <= 40);
  ok(many.evaluations < ROWS * 80 / 4, `${many.evaluations} evaluations`);
});

Deno.test("correct() with topK changes the K positions of the most probable changes", async () => {
  const { z, seen } = await rounds({ S: 3, step: "topK", topK: 2 });
  for (let row = 0; row < ROWS; row++) {
    let y = bestOf(rowOf(z, row));
    for (const tokens of seen) {
      const changes = y.map((token, position) => {
        const probabilities = xTheta(y, position), best = argmax(probabilities);
        return { position, best, gain: best === token ? -1 : probabilities[best] };
      }).filter(({ gain }) => gain! > 0).sort((a, b) => b.gain! - a.gain!).slice(0, 2);
      const next = [...y];
      for (const { position, best } of changes) next[position] = best;
      assertEquals(rowOf(tokens, row), next);
      y = next;
    }
  }
});

Deno.test("correct() with draws gives other tokens to rows that are equal", async () => {
  const { y } = await rounds({ S: 2, prior: "sampled", step: "sampled" });
  const equal = [0, 15].map((row) => rowOf(y, row).join());
  ok(!y.includes(maskId));
  ok(equal[0] !== equal[1]);
});

Deno.test("correctorFires() at every omega-th step from the start on", () => {
  const fired = (options: CorrectorOptions) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((step) => correctorFires(options, step));
  assertEquals(fired({ S: 1 }), [0, 1, 2, 3, 4, 5, 6, 7]);
  assertEquals(fired({ S: 1, omega: 3 }), [2, 5]);
  assertEquals(fired({ S: 1, omega: 2, start: 5 }), [5, 7]);
  assertEquals(fired({ S: 0 }), []);
});

Deno.test("checkCorrector() refuses options out of range", () => {
  throws(() => checkCorrector({ S: -1 }), /S must be an integer of at least 0: got -1/);
  throws(() => checkCorrector({ S: 1, topK: 0.5 }), /topK must be .* at least 1: got 0.5/);
  throws(() => checkCorrector({ S: 1, start: -1 }), /start must be .* at least 0: got -1/);
});
