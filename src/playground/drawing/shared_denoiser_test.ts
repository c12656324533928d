import { deepStrictEqual, rejects } from "node:assert/strict";
import { type Helper, sharedDenoiser } from "./shared_denoiser.ts";

const FACTS = { length: 3, vocab: 2, maskId: 1, noLabel: 7 };

/** A network that gives each position its token and what else there is of the row. */
function evaluate(tokens: Int32Array, labels: Int32Array, rows: number, seen?: Int32Array) {
  const logits = new Float32Array(rows * 6);
  for (let i = 0; i < rows * 3; i++) {
    logits[2 * i] = tokens[i]!;
    logits[2 * i + 1] = 10 * labels[Math.floor(i / 3)]! + (seen?.[i] ?? 5);
  }
  return Promise.resolve({ logits });
}

Deno.test("rows that helpers share come back in their order, whatever their number", async () => {
  const asked: number[] = [], released: number[] = [];
  const helpers = [0, 1, 2].map((one): Helper => ({
    async evaluate(tokens, labels, rows, seen) {
      asked.push(rows);
      // The first is the last to answer.
      for (let turn = 0; turn < 3 - one; turn++) await Promise.resolve();
      return await evaluate(tokens, labels, rows, seen);
    },
    release: () => Promise.resolve(void released.push(one)),
  }));
  const shared = sharedDenoiser(FACTS, helpers);
  const inTurn = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
  for (const [rows, parts] of [[1, [1]], [2, [1, 1]], [3, [1, 1, 1]], [8, [2, 3, 3]]] as const) {
    for (const seen of [undefined, inTurn(rows * 3)]) {
      asked.length = 0;
      const whole = [inTurn(rows * 3), inTurn(rows), rows, seen] as const;
      deepStrictEqual(await shared.evaluate(...whole), await evaluate(...whole));
      deepStrictEqual(asked, parts);
    }
  }
  await shared.release();
  deepStrictEqual(released, [0, 1, 2]);
});

Deno.test("what one helper fails at fails", async () => {
  const fails: Helper = {
    evaluate: () => Promise.reject(new Error("no memory")),
    release: () => Promise.resolve(),
  };
  const shared = sharedDenoiser(FACTS, [{ ...fails, evaluate }, fails]);
  await rejects(shared.evaluate(new Int32Array(6), new Int32Array(2), 2), /^Error: no memory$/);
});
