import { deepStrictEqual } from "node:assert/strict";
import type { Denoiser } from "../../model/denoiser.ts";
import { rememberingDenoiser } from "./remembering_denoiser.ts";

/** A network of two positions and tokens, and the rows that it is asked about. */
function askedDenoiser(): { readonly denoiser: Denoiser; readonly asked: number[][] } {
  const asked: number[][] = [];
  const denoiser: Denoiser = {
    ...{ length: 2, vocab: 2, maskId: 1, noLabel: 0 },
    evaluate(tokens, labels, rows, seen) {
      const logits = new Float32Array(rows * 4);
      for (let row = 0; row < rows; row++) {
        const [a, b] = tokens.subarray(2 * row), own = seen?.subarray(2 * row, 2 * row + 2) ?? [];
        asked.push([a!, b!, labels[row]!, ...own]);
        logits.set([a!, b!, labels[row]!, own[0] ?? 9], row * 4);
      }
      return Promise.resolve({ logits });
    },
    release: () => Promise.resolve(),
  };
  return { denoiser, asked };
}

const of = (...values: number[]) => Int32Array.from(values);

Deno.test("a network that remembers is asked once about a row with its label and what is seen", async () => {
  const { denoiser, asked } = askedDenoiser(), whole = askedDenoiser().denoiser;
  const remembering = rememberingDenoiser(denoiser, 1000);
  const batches: Parameters<Denoiser["evaluate"]>[] = [
    [of(0, 1, 5, 6), of(2, 3), 2],
    [of(5, 6, 7, 8, 0, 1), of(3, 3, 2), 3],
    [of(0, 1), of(2), 1],
    [of(0, 1), of(4), 1],
    [of(0, 1), of(4), 1, of(0, 1)],
    [of(0, 1, 0, 1), of(4, 4), 2, of(1, 1, 0, 1)],
  ];
  for (const batch of batches) {
    deepStrictEqual(await remembering.evaluate(...batch), await whole.evaluate(...batch));
  }
  deepStrictEqual(asked, [
    ...[[0, 1, 2], [5, 6, 3], [7, 8, 3], [0, 1, 4]],
    ...[[0, 1, 4, 0, 1], [0, 1, 4, 1, 1]],
  ]);
});

Deno.test("a network that remembers forgets the oldest rows", async () => {
  const { denoiser, asked } = askedDenoiser(), remembering = rememberingDenoiser(denoiser, 8);
  for (const token of [1, 2, 3, 3, 2, 1]) {
    await remembering.evaluate(of(token, token), of(0), 1);
  }
  deepStrictEqual(asked.map(([token]) => token), [1, 2, 3, 1]);
});
