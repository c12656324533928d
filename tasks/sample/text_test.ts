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
  { numClasses, training, causal }: Partial<Checkpoint["config"] & Checkpoint> = {},
  classifier?: Partial<Checkpoint["config"] & Checkpoint>,
) {
  const folder = await Deno.makeTempDir();
  try {
    const config = { ...CONFIG, ...(numClasses !== undefined && { numClasses }), causal };
    const parameters = initialParameters(config, randomKey(1));
    await writeCheckpoint(`${folder}/checkpoint`, { config, parameters, training });
    if (classifier !== undefined) {
      const { training, ...sizes } = classifier, config = { ...CONFIG, ...sizes };
      const parameters = initialParameters(config, randomKey(2));
      await writeCheckpoint(`${folder}/classifier`, { config, parameters, training });
    }
    const meta = { tokens, bosId, eosId, padId, maskId, length: CONFIG.length, source, counts: {} };
    await Deno.mkdir(`${folder}/dataset`);
    await Deno.writeTextFile(`${folder}/dataset/meta.json`, JSON.stringify(meta));
    const done: number[] = [];
    await text.run({
      params: text.params.parse({ sampler: "mdm", count: 5, T: 4, ...given }),
      inputs: {
        ...{ dataset: `${folder}/dataset`, checkpoint: `${folder}/checkpoint` },
        classifier: classifier && `${folder}/classifier`,
      },
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

/** A classifier of eras that was never trained, of what a sampler shows. */
const classifierOf = (shows: string) => ({
  ...{ classifies: true, numClasses: 3, causal: shows === "prefix" },
  training: { objective: "classifier", properties: "era:3", shows },
});

const SOURCE = { tokenizer: "characters" }, ERA = { property: "era", gamma: 2 };

Deno.test("sample/text is guided by a classifier, which a network without labels needs", async () => {
  const cases = [
    [{ sampler: "mdm", guidance: "cbg" }, "masks"],
    [{ sampler: "mdm", guidance: "cbg-first-order" }, "masks"],
    [{ sampler: "proseco", guidance: "cbg-first-order", corrector: { S: 2, omega: 2 } }, "masks"],
    [{ sampler: "udlm", guidance: "cbg" }, "tokens"],
    [{ sampler: "ar", guidance: "fudge" }, "prefix"],
  ] as const;
  for (const [given, shows] of cases) {
    const network = { causal: shows === "prefix", training: {} };
    const draw = async (more: object) =>
      (await run({ ...ERA, ...given, ...more }, SOURCE, network, classifierOf(shows))).samples;
    const { settings, labels, nfe, classifications, texts } = await draw({});
    assertEquals([settings.guidance, labels], [given.guidance, [0, 1, 2, 0, 1]]);
    // The network is asked without a label, once a step.
    const own = given.sampler === "ar" ? 9 : given.sampler === "proseco" ? 4 + 2 * 2 : 4;
    ok(Math.abs(nfe - classifications - own) < 1e-9 && classifications > 0, given.guidance);
    assertEquals((await draw({ batch: 2 })).texts, texts, given.guidance);
  }
});

Deno.test("sample/text says which classifier a way to guide asks for", async () => {
  const refused = (given: object, classifier: object | undefined, reason: RegExp) =>
    rejects(run({ ...ERA, ...given }, SOURCE, {}, classifier), reason);
  await refused({ guidance: "cbg" }, undefined, /by cbg: it asks a classifier: give the input/);
  await refused({}, classifierOf("masks"), /by cfg: it asks no classifier: leave the input/);
  await refused(
    { guidance: "cbg" },
    classifierOf("tokens"),
    /guide mdm by cbg: .* trained on tokens: train it with shows: masks/,
  );
  await refused({ guidance: "cbg" }, {}, /the network predicts tokens: .* train\/classifier/);
  await refused(
    { guidance: "cbg", label: 3 },
    classifierOf("masks"),
    /label 3: it is none, and the classifier tells 0 to 2/,
  );
  const parse = (given: object) => text.params.parse({ sampler: "mdm", T: 2, ...ERA, ...given });
  throws(() => parse({ guidance: "fudge" }), /fudge guides ar; mdm is guided by cfg, cbg, /);
  throws(() => parse({ sampler: "first-hitting", guidance: "cbg" }), /cbg guides mdm, udlm, /);
  throws(() => parse({ guidance: "cbg", property: undefined, gamma: 1 }), /no effect without/);
});
