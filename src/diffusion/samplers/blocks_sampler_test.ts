import { deepStrictEqual as assertEquals, ok, rejects, throws } from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { drawSamples, settingsOf } from "../drawing/draw_samples.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";
import { blocksSampler } from "./blocks_sampler.ts";
import { decodeBlocks } from "./blocks/block_decode.ts";

const ROWS = 20, PROMPTED = 2;
const denoiser = tabularDenoiser(randomKey(9), { length: 8, vocab: 5 });
const { length, maskId } = denoiser;
const prompt = Int32Array.from(
  { length: ROWS * length },
  (_, i) => i % length < PROMPTED ? (Math.floor(i / length) + i) % maskId : maskId,
);

const draw = (settings: Readonly<Record<string, unknown>>) =>
  drawSamples(denoiser, {
    ...{ sampler: blocksSampler, settings, key: randomKey(1), labels: sameLabel(ROWS, 0) },
    ...{ prompt, bosId: 0, eosId: 2, padId: 1 },
  });

Deno.test("blocks decodes as decodeBlocks() does, in one block and to the end unless told otherwise", async () => {
  const given = { key: randomKey(1), labels: sameLabel(ROWS, 0), prompt, T: 4 } as const;
  const usual = { temperature: 0, T: 4 };
  const plain = await decodeBlocks(denoiser, { ...given, blockLength: 6, eosId: 2 });
  assertEquals((await draw(usual)).tokens, plain.tokens);
  const whole = await decodeBlocks(denoiser, { ...given, blockLength: 3 });
  const ended = await decodeBlocks(denoiser, { ...given, blockLength: 3, eosId: 2 });
  assertEquals((await draw({ ...usual, blockLength: 3, stopAtEos: false })).tokens, whole.tokens);
  assertEquals((await draw({ ...usual, blockLength: 3 })).tokens, ended.tokens);
});

Deno.test("blocks counts no evaluation of a row that has ended", async () => {
  const settings = { temperature: 0, T: 6, blockLength: 3 };
  const { tokens, rowEvaluations } = await draw(settings);
  const full = (await draw({ ...settings, stopAtEos: false })).rowEvaluations!;
  let ended = 0;
  rowEvaluations!.forEach((count, row) => {
    const ends = tokens[row * length + PROMPTED + 2] === 2;
    assertEquals(count, ends ? 3 : 6);
    assertEquals(full[row], 6);
    ended += Number(ends);
  });
  ok(ended > 0 && ended < ROWS, `${ended} rows ended`);
});

Deno.test("blocks decodes a row by the released protocol as of a batch of one", async () => {
  const settings = { temperature: 0, T: 4, blockLength: 3, protocol: "released" };
  const corrector = { S: 2, omega: 1 };
  const together = await draw({ ...settings, corrector });
  for (const row of [0, 5, 19]) {
    const own = [row * length, (row + 1) * length] as const;
    const alone = await decodeBlocks(denoiser, {
      ...{
        key: randomKey(1),
        labels: sameLabel(1, 0),
        prompt: prompt.slice(...own),
        firstRow: row,
      },
      ...{ T: 4, blockLength: 3, protocol: "released", corrector, eosId: 2 },
    });
    assertEquals(together.tokens.slice(...own), alone.tokens);
  }
});

Deno.test("blocks foretells its steps and evaluations, and refuses those that fit no blocks", async () => {
  const settings = (given: Readonly<Record<string, unknown>>) => settingsOf(blocksSampler, given);
  const steps = (given: Readonly<Record<string, unknown>>) =>
    blocksSampler.steps(settings(given), 40, 8);
  assertEquals(steps({ T: 8 }), 8);
  assertEquals(steps({ T: 64 }), 32);
  assertEquals(steps({ T: 64, blockLength: 8 }), 32);
  assertEquals(steps({ T: 4, blockLength: 8, threshold: 0.9 }), 32);
  throws(() => steps({ T: 8, blockLength: 5 }), /blockLength must divide 32 positions: got 5/);
  throws(() => steps({ T: 6, blockLength: 8 }), /T must be a multiple of the 4 blocks: got 6/);
  const evaluations = (given: Readonly<Record<string, unknown>>) =>
    blocksSampler.evaluations(settings({ blockLength: 8, ...given }), 40, 8);
  assertEquals(evaluations({ T: 16 }), 16);
  // The count of steps starts anew in each block, so that this one never fires.
  assertEquals(evaluations({ T: 16, corrector: { S: 2, omega: 8 } }), 16);
  assertEquals(evaluations({ T: 16, corrector: { S: 2, omega: 2 } }), 16 + 0.75 * 2 * 8);
  await rejects(
    draw({ corrector: { S: 1, step: "sampled" } }),
    /corrector: Unrecognized key: "step"/,
  );
});
