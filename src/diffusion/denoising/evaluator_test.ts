import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { RowEvaluator } from "./evaluator.ts";
import { tabularDenoiser } from "../testing/toy_denoiser.ts";

const request = (address: number, tokens: number[], label = 0) => ({
  address,
  owner: Math.floor(address / 2),
  tokens: Int32Array.from(tokens),
  label,
});

Deno.test("RowEvaluator evaluates again only rows that changed", async () => {
  const denoiser = tabularDenoiser(randomKey(0)), evaluator = new RowEvaluator(denoiser);
  await evaluator.refresh([request(0, [0, 3, 3]), request(1, [1, 3, 3])]);
  await evaluator.refresh([request(0, [0, 3, 3]), request(1, [1, 3, 2])]);
  assertEquals(denoiser.batches, [2, 1]);
  assertEquals(evaluator.evaluations, 3);
  assertEquals(evaluator.at(1).logits, denoiser.logits([1, 3, 2], 0));
});

Deno.test("RowEvaluator evaluates equal rows once and tells labels apart", async () => {
  const denoiser = tabularDenoiser(randomKey(0)), evaluator = new RowEvaluator(denoiser);
  await evaluator.refresh([0, 1, 2].map((address) => request(address, [3, 3, 3])));
  await evaluator.refresh([request(3, [3, 3, 3]), request(4, [3, 3, 3], 1)]);
  assertEquals(denoiser.batches, [1, 1]);
  assertEquals(evaluator.at(2).logits, denoiser.logits([3, 3, 3], 0));
  assertEquals(evaluator.at(4).logits, denoiser.logits([3, 3, 3], 1));
});

Deno.test("RowEvaluator fills batches and leaves the rest for the last", async () => {
  const denoiser = tabularDenoiser(randomKey(0));
  const evaluator = new RowEvaluator(denoiser, { batch: 4 });
  await evaluator.refresh(
    Array.from({ length: 9 }, (_, i) => request(i, [i % 3, Math.floor(i / 3), 3])),
  );
  assertEquals(denoiser.batches, [4, 4, 1]);
  throws(() => new RowEvaluator(denoiser, { batch: 0 }), /batch must be a positive integer: got 0/);
});

Deno.test("RowEvaluator without reuse evaluates all it is asked for", async () => {
  const denoiser = tabularDenoiser(randomKey(0));
  const evaluator = new RowEvaluator(denoiser, { reuse: false });
  const requests = [request(0, [3, 3, 3]), request(1, [3, 3, 3])];
  await evaluator.refresh(requests);
  await evaluator.refresh(requests);
  assertEquals(denoiser.batches, [2, 2]);
});

Deno.test("RowEvaluator refuses what is not finite, from which any sampler would draw something", async () => {
  const denoiser = tabularDenoiser(randomKey(0)), shape = denoiser.length * denoiser.vocab;
  for (const value of [NaN, Infinity, -Infinity]) {
    const outputs = {
      logits: { logits: new Float32Array(shape).fill(value, 2, 3) },
      quality: {
        logits: new Float32Array(shape),
        quality: new Float32Array(denoiser.length).fill(value, 1),
      },
    };
    for (const [name, output] of Object.entries(outputs)) {
      const evaluate = () => Promise.resolve(output);
      const evaluator = new RowEvaluator({ ...denoiser, evaluate });
      await rejects(evaluator.refresh([request(0, [3, 3, 3])]), {
        message: new RegExp(`^Cannot sample: the network's ${name} hold ${value}: `),
      });
    }
  }
});
