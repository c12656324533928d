import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { type BlockDecodeOptions, decodeBlocks } from "./block_decode.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";

const denoiser = tabularDenoiser(randomKey(9), { length: 8, vocab: 5 });
const { length, maskId } = denoiser;

function prompts(rows: number, promptLength = 2): Int32Array {
  return Int32Array.from(
    { length: rows * length },
    (_, i) => i % length < promptLength ? (Math.floor(i / length) + i) % maskId : maskId,
  );
}

const decode = (options: Partial<BlockDecodeOptions> = {}, rows = 20) =>
  decodeBlocks(denoiser, {
    ...{ key: randomKey(1), labels: sameLabel(rows, 0), prompt: prompts(rows) },
    ...{ blockLength: 3, T: 6, ...options },
  });

for (
  const options of [
    {},
    { T: 2, order: "random" },
    { threshold: 0.5, temperature: 0.8 },
    { threshold: 0.4, corrector: { S: 3 } },
    { T: 4, corrector: { S: 2, omega: 2 }, gamma: 2, temperature: 1 },
  ] satisfies Partial<BlockDecodeOptions>[]
) {
  Deno.test(`decodeBlocks() with ${JSON.stringify(options)} decodes a row alike in any batch`, async () => {
    const together = await decode({ ...options, reuse: false });
    assertEquals((await decode({ ...options, batch: 3 })).tokens, together.tokens);
    for (const row of [0, 7]) {
      const alone = await decode({
        ...options,
        labels: sameLabel(1, 0),
        prompt: prompts(20).slice(row * length, (row + 1) * length),
        firstRow: row,
      });
      assertEquals(alone.tokens, together.tokens.slice(row * length, (row + 1) * length));
    }
    ok(!together.tokens.includes(maskId));
    assertEquals(
      together.tokens.filter((_, i) => i % length < 2),
      prompts(20).filter((_, i) => i % length < 2),
    );
  });
}

Deno.test("decodeBlocks() takes the steps that T prescribes, the surest tokens first", async () => {
  const counts: number[] = [];
  await decode({
    T: 4,
    observe: ({ tokens }) =>
      counts.push(tokens.subarray(0, length).filter((t) => t === maskId).length),
  }, 1);
  assertEquals(counts, [4, 3, 1, 0]);
});

Deno.test("decodeBlocks() counts the evaluations that it prescribes", async () => {
  const { nfe, evaluations, unmaskingSteps } = await decode({ T: 4, gamma: 3 });
  assertEquals([nfe, unmaskingSteps], [8, 4]);
  ok(evaluations <= nfe);
});

Deno.test("decodeBlocks() ends a row whose block ends with the end token", async () => {
  const plain = await decode(), ended = await decode({ eosId: 2 });
  let endings = 0;
  for (let row = 0; row < 20; row++) {
    const end = row * length + 5, stops = plain.tokens[end - 1] === 2;
    endings += Number(stops);
    const rest = ended.tokens.slice(end, end + 3);
    assertEquals(rest, stops ? Int32Array.of(2, 2, 2) : plain.tokens.slice(end, end + 3));
  }
  ok(endings > 0 && endings < 20, `${endings} rows end`);
});

Deno.test("decodeBlocks() refuses a prompt with holes and blocks that do not fit", async () => {
  const holes = prompts(20);
  holes[length] = maskId;
  await rejects(decode({ prompt: holes }), /every row must be 2 tokens and then masks/);
  await rejects(decode({ prompt: prompts(3) }), /must hold 20 × 8 tokens: got 24/);
  await rejects(decode({ blockLength: 4 }), /blockLength must divide 6 positions: got 4/);
  await rejects(decode({ T: 5 }), /T must be a multiple of the 2 blocks: got 5/);
});
