import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { type Checkpoint, writeCheckpoint } from "../../src/model/checkpoint.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import { randomKey } from "../../src/random/mod.ts";
import { TEXT_TOKENIZERS } from "../../src/domains/text/tokenizers/text_tokenizers.ts";
import text from "./text.ts";

const { tokens, bosId, eosId, padId, maskId } = await TEXT_TOKENIZERS.characters.ofTexts([
  "abcdefgh ",
]);
const CONFIG = {
  ...{ vocab: tokens.length, length: 10, hiddenSize: 8, nBlocks: 1, nHeads: 2, condDim: 4 },
  ...{ numClasses: 0, maskId },
};

/** Runs the task on a network that was never trained. */
async function run(
  given: Record<string, unknown>,
  source: object = { tokenizer: "characters" },
  { numClasses, training }: Partial<Checkpoint["config"] & Checkpoint> = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    const config = { ...CONFIG, ...(numClasses !== undefined && { numClasses }) };
    const parameters = initialParameters(config, randomKey(1));
    await writeCheckpoint(`${folder}/checkpoint`, { config, parameters, training });
    const meta = { tokens, bosId, eosId, padId, maskId, length: CONFIG.length, source, counts: {} };
    await Deno.mkdir(`${folder}/dataset`);
    await Deno.writeTextFile(`${folder}/dataset/meta.json`, JSON.stringify(meta));
    const done: number[] = [];
    await text.run({
      params: text.params.parse({ sampler: "mdm", count: 5, T: 4, ...given }),
      inputs: { dataset: `${folder}/dataset`, checkpoint: `${folder}/checkpoint` },
      outputs: { samples: `${folder}/samples.json` },
      ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
      progress: (progress) => done.push(progress.done),
      log() {},
      record() {},
    });
    return { samples: JSON.parse(await Deno.readTextFile(`${folder}/samples.json`)), done };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("sample/text writes texts of the data set's characters, with their cost", async () => {
  const { samples, done } = await run({
    sampler: "proseco",
    corrector: { S: 2, omega: 2 },
    batch: 2,
  });
  const { texts, trajectory, nfe, evaluations, entropy } = samples;
  assertEquals([texts.length, nfe], [5, 4 + 2 * 2]);
  ok(texts.every((text: string) => /^([a-h ]|<bos>)*$/.test(text)), texts.join("\n"));
  ok(texts.some((text: string) => text.length > 0));
  ok(evaluations > 0 && evaluations <= nfe && entropy > 0 && entropy < Math.log(10));
  assertEquals(trajectory.at(-1).sequences.length, 2);
  // Three parts of at most two texts, four steps each.
  assertEquals(done.at(-1), 12);
});

Deno.test("sample/text draws the same texts with the same seed, however many at once", async () => {
  const draw = async (given: Record<string, unknown>) => {
    const { texts, entropy, nfe } = (await run(given)).samples;
    return { texts, entropy, nfe };
  };
  const once = await draw({ batch: 2 });
  assertEquals(await draw({ batch: 5 }), once);
  assertEquals(await draw({ batch: 2 }), once);
  notDeepStrictEqual(await draw({ batch: 2, seed: 1 }), once);
});

Deno.test("sample/text refuses a data set that is no text", async () => {
  await rejects(
    run({}, { kind: "enumerated" }),
    /Cannot read tokens as text: .* tokenizer undefined, known are gpt2, /,
  );
});

Deno.test("sample/text guides each text to the label asked for, or to each in turn", async () => {
  const knows = { numClasses: 3, training: { objective: "mdm", properties: "era:3" } };
  const source = { tokenizer: "characters" };
  const turns = (await run({ property: "era", gamma: 2 }, source, knows)).samples;
  assertEquals(turns.labels, [0, 1, 2, 0, 1]);
  assertEquals([turns.settings.property, turns.nfe], ["era", 2 * 4]);
  const one = (await run({ property: "era", label: 2 }, source, knows)).samples;
  assertEquals([one.labels, one.settings.label], [[2, 2, 2, 2, 2], 2]);
  strictEqual((await run({}, source, knows)).samples.labels, undefined);
  await rejects(
    run({ property: "era", label: 4 }, source, knows),
    /label 4: a property has 0 to 2/,
  );
  await rejects(run({ property: "age" }, source, knows), /"age": the network knows "era"/);
  throws(() => text.params.parse({ sampler: "mdm", T: 2, gamma: 2 }), /no effect without property/);
});
