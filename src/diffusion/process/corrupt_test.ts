import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { corrupt, corruptUniformly } from "./corrupt.ts";
import { advance, assertFollows } from "../testing/toy_denoiser.ts";

const ROWS = 6000, VOCAB = 4;
const x0 = Int32Array.from({ length: 2 * ROWS }, (_, i) => i % 2 === 0 ? 0 : 2);
const chances = new Float64Array(ROWS).fill(0.6);

Deno.test("corrupt() masks each token with its sequence's chance", () => {
  const zt = new Int32Array(x0.length);
  corrupt(x0, chances, 3, new RandomStream(randomKey(0)), zt);
  const expected = advance(
    new Map([["0,2", 1]]),
    ([a, b]) =>
      [a, b].map((token) =>
        Array.from({ length: VOCAB }, (_, i) => i === 3 ? 0.6 : i === token ? 0.4 : 0)
      ),
  );
  assertFollows(zt, 2, expected);
});

for (const maskId of [3, 1]) {
  Deno.test(`corruptUniformly() draws from all tokens but the mask ${maskId}`, () => {
    const zt = new Int32Array(x0.length);
    corruptUniformly(x0, chances, { vocab: VOCAB, maskId }, new RandomStream(randomKey(5)), zt);
    const expected = advance(new Map([["0,2", 1]]), ([a, b]) =>
      [a, b].map((token) =>
        Array.from(
          { length: VOCAB },
          (_, i) => i === maskId ? 0 : 0.6 / 3 + (i === token ? 0.4 : 0),
        )
      ));
    assertFollows(zt, 2, expected);
  });
}

Deno.test("corruptUniformly() leaves a sequence alone that has no noise", () => {
  const zt = new Int32Array(4), clean = Int32Array.of(0, 1, 2, 0);
  const options = { vocab: VOCAB, maskId: 3 }, stream = new RandomStream(randomKey(0));
  corruptUniformly(clean, Float64Array.of(0, 0), options, stream, zt);
  assertEquals(zt, clean);
  ok(!zt.includes(3));
});
