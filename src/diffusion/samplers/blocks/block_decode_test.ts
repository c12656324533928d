import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { randomKey } from "../../../random/key.ts";
import { argmax, softmax } from "../../process/categorical.ts";
import { type BlockDecodeOptions, decodeBlocks } from "./block_decode.ts";
import { sameLabel, tabularDenoiser } from "../../testing/toy_denoiser.ts";

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

Deno.test("decodeBlocks() refuses what is not filled up on the left", async () => {
  const seen = new Int32Array(20 * length).fill(1);
  await rejects(decode({ seen: seen.slice(1) }), /seen must hold 160 numbers/);
  for (const hidden of [1, 2, 7]) {
    await rejects(decode({ seen: seen.with(length + hidden, 0) }), /then 1: see index/);
  }
  await rejects(decode({ seen: seen.with(0, 2) }), /then 1: see index 0/);
});

Deno.test("decodeBlocks() refuses to compute parts of a network that computes all positions", async () => {
  await rejects(
    decode({ computes: "dual" }),
    /^RangeError: Cannot decode blocks with computes "dual": the network computes all positions/,
  );
});

interface PlainOptions {
  readonly blockLength: number;
  readonly steps: number;
  readonly S: number;
  readonly omega: number;
  readonly threshold?: number;
  /** Whether the corrector's first input is all the denoiser's. */
  readonly renews?: boolean;
}

/** The published function for one row, as plainly as it can be written. */
function decodePlainly(z: number[], promptLength: number, options: PlainOptions) {
  const { blockLength, steps, S, omega, threshold, renews } = options, calls = [0, 0];
  const logitsAt = (tokens: number[], position: number) => {
    const all = denoiser.logits(tokens, 0), start = position * denoiser.vocab;
    return Float64Array.from(all.subarray(start, start + denoiser.vocab));
  };
  const perBlock = steps / ((length - promptLength) / blockLength);
  for (let start = promptLength; start < length; start += blockLength) {
    const end = start + blockLength;
    const masked = () =>
      Array.from({ length: blockLength }, (_, i) => start + i).filter((i) => z[i] === maskId);
    for (let step = 0; masked().length > 0; step++) {
      if (step >= blockLength) return undefined;
      calls[0]!++;
      let shown = [...z];
      if (S > 0 && (step + 1) % omega === 0) {
        const isGuessed = (i: number) => z[i] === maskId || renews && i >= promptLength;
        const y = z.map((token, i) => isGuessed(i) ? argmax(logitsAt(z, i)) : token);
        for (let round = 0; round < S; round++) {
          calls[1]!++;
          shown = [...y];
          for (let i = promptLength; i < end; i++) y[i] = argmax(logitsAt(shown, i));
          if (y.every((token, i) => token === shown[i])) break;
        }
        for (let i = promptLength; i < end; i++) if (z[i] !== maskId) z[i] = y[i]!;
      }
      const candidates = masked().map((position) => {
        const logits = logitsAt(shown, position), token = argmax(logits);
        return { position, token, confidence: softmax(logits)[token]! };
      }).sort((a, b) => b.confidence - a.confidence || a.position - b.position);
      const count = Math.floor(blockLength / perBlock) + Number(step < blockLength % perBlock);
      const chosen = threshold === undefined
        ? candidates.slice(0, count)
        : candidates.filter(({ confidence }, i) => i === 0 || confidence >= threshold);
      for (const { position, token } of chosen) z[position] = token;
    }
  }
  return { z, calls };
}

Deno.test("decodeBlocks() by the released protocol is the plain loop, in which masks may be predicted", async () => {
  let masks = 0, endless = 0, compared = 0;
  for (
    const [T, S, omega, threshold, prior] of [
      ...[[6, 0, 1], [4, 2, 1], [2, 3, 2], [6, 2, 1, 0.4], [4, 1, 1, undefined, "argmax"]] as const,
    ]
  ) {
    for (let row = 0; row < 40; row++) {
      const prompt = [row % 4, Math.floor(row / 4) % 4, ...new Array<number>(6).fill(maskId)];
      const options = { blockLength: 3, steps: T, S, omega, threshold, renews: prior === "argmax" };
      const plain = decodePlainly([...prompt], 2, options);
      const { tokens, unmaskingSteps, correctorSteps } = await decode({
        ...{ T, threshold, protocol: "released", prompt: Int32Array.from(prompt) },
        corrector: { S, omega, prior },
      }, 1);
      // Where the loop would have no end, the mask is ruled out at last.
      if (plain === undefined) {
        endless++;
        continue;
      }
      compared++;
      assertEquals([...tokens], plain.z);
      assertEquals([unmaskingSteps, correctorSteps], plain.calls);
      masks += Number(tokens.includes(maskId));
    }
  }
  ok(compared > 40 && endless > 0 && masks > 0, `${compared}, ${endless}, ${masks}`);
});
