import {
  deepStrictEqual as assertEquals,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import { writeTexts } from "../../src/artifacts/corpus_texts.ts";
import { writePart } from "../../src/artifacts/dataset.ts";
import { writeDatasetMeta } from "../../src/artifacts/dataset_meta.ts";
import { packDocuments } from "../../src/domains/text/pack_documents.ts";
import { TEXT_TOKENIZERS } from "../../src/domains/text/tokenizers/text_tokenizers.ts";
import { writeCheckpoint } from "../../src/model/checkpoint.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import { randomKey } from "../../src/random/mod.ts";
import text from "./text.ts";

const LENGTH = 32;

/** A sentence for each number. */
const sentence = (i: number) =>
  `the ${["red", "old", "last", "new"][i % 4]} house of ${i * 7 % 13} hills; `;

const TEXTS = {
  dataset: { train: sentence(1).repeat(40), test: sentence(2).repeat(40) },
  judgeData: { train: sentence(3).repeat(40), test: sentence(3).repeat(40) },
};

const tokenizer = await TEXT_TOKENIZERS.characters.ofTexts(
  Array.from({ length: 52 }, (_, i) => sentence(i)),
  { packed: true },
);
const { tokens, bosId, eosId, padId, maskId, source } = tokenizer;

async function writeFolder(
  folder: string,
  parts: { readonly train: string; readonly test: string },
) {
  await Deno.mkdir(folder);
  await writeDatasetMeta(folder, {
    ...{
      source: { corpus: "test", ...source },
      tokens,
      length: LENGTH,
      bosId,
      eosId,
      padId,
      maskId,
    },
    counts: {},
  });
  for (const part of ["train", "test"] as const) {
    const packed = packDocuments([tokenizer.encode(parts[part])], LENGTH, tokenizer);
    await writePart(folder, part, LENGTH, { tokens: packed });
    await writeTexts(folder, part, [{ text: parts[part] }]);
  }
}

const ORIGIN = {
  settings: { sampler: "mdm", gamma: 1, T: 8, seed: 1, count: 24 },
  ...{ nfe: 8, evaluations: 7, data: { source: { corpus: "test" } }, model: { parameters: 9 } },
};

/** Judges texts; `vocab` is that of the network that judges, if one does. */
async function run(texts: readonly string[], vocab?: number, given: object = {}) {
  const folder = await Deno.makeTempDir(), logged: string[] = [];
  try {
    for (const name of ["dataset", "judgeData"] as const) {
      await writeFolder(join(folder, name), TEXTS[name]);
    }
    const samples = {
      ...{ ...ORIGIN, texts, entropy: 2, entropies: texts.map(() => 2), trajectory: [] },
    };
    await Deno.writeTextFile(join(folder, "samples.json"), JSON.stringify(samples));
    if (vocab !== undefined) {
      const config = {
        ...{ architecture: "gpt2", vocab, length: LENGTH, hiddenSize: 8, nBlocks: 1, nHeads: 2 },
        ...{ numClasses: 0, maskId, causal: true },
      };
      const parameters = initialParameters(config, randomKey(1));
      await writeCheckpoint(join(folder, "judge"), {
        ...{ config, parameters, training: { objective: "ar" } },
      });
    }
    await text.run({
      params: text.params.parse({ leastCopy: 12, ...given }),
      inputs: {
        samples: [{ instance: "samples[T=8]", path: join(folder, "samples.json") }],
        ...{ dataset: join(folder, "dataset") },
        judgeData: join(folder, "judgeData"),
        judge: vocab === undefined ? undefined : join(folder, "judge"),
      },
      outputs: { metrics: join(folder, "metrics") },
      ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
      progress() {},
      log: (line) => void logged.push(line),
      record() {},
    });
    const written = join(folder, "metrics", "samples[T=8].json");
    const metrics = JSON.parse(await Deno.readTextFile(written));
    return { metrics, logged };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const MARK = "<|endoftext|>";
const like = Array.from({ length: 24 }, (_, i) => `${MARK}${sentence(i)}${MARK}`);

Deno.test("eval/text says first who judged, and judges real texts as the sampled", async () => {
  const { metrics, logged } = await run(like, tokens.length);
  match(
    logged[0]!,
    /^Judged by a model of runs of 7 characters that read [\d,]+ others, and by an aut/,
  );
  assertEquals(Object.keys(metrics)[0], "judges");
  match(metrics.judges.network.id, /^[\da-f]{12}$/);
  const { settings, nfe, evaluations, n, figures, reference } = metrics;
  assertEquals({ settings, nfe, evaluations, n }, {
    settings: ORIGIN.settings,
    ...{ nfe: 8, evaluations: 7, n: 24 },
  });
  assertEquals(figures.entropy, { value: 2, se: 0 });
  // A network that learned nothing finds all tokens but the mask about as likely.
  ok(Math.abs(figures.perplexity.value / (tokens.length - 1) - 1) < 0.3);
  ok(figures.mauve.value > 0 && figures.mauve.value <= 1 && figures.mauve.se === null);
  ok(reference.n > 1 && reference.figures.mauve === undefined);
  ok(reference.figures.perplexity.se >= 0 && reference.figures.entropy.value > 0);
});

Deno.test("eval/text without a network tells likely texts from noise, and what was copied", async () => {
  const { metrics, logged } = await run(like);
  match(logged[0]!, /and by no network: there is neither perplexity nor MAUVE\.$/);
  assertEquals([metrics.figures.perplexity, metrics.figures.mauve], [undefined, undefined]);
  const noise = await run(
    like.map((own, i) => [...own.slice(13, -13)].sort(() => i % 3 - 1).join("")),
  );
  ok(noise.metrics.figures.characterNats.value > metrics.figures.characterNats.value + 0.2);
  const copied = await run([TEXTS.dataset.train.slice(3, 40), "of 0 hills"]);
  const { copied: share, longestCopy } = copied.metrics.figures;
  assertEquals([share.value, longestCopy.value], [37 / 47, 37 / 2]);
  assertEquals(copied.metrics.copies, { least: 12, indexed: TEXTS.dataset.train.length });
});

Deno.test("eval/text counts faults of grammar where it is asked to, of real texts, too", async () => {
  const wrong = ["The Congriss of of the Unitad Sttes hev passd thh bll.", `${MARK}It is right.`];
  const { figures, reference } = (await run(wrong, undefined, { grammar: true })).metrics;
  // Of fourteen words, in the first text alone.
  ok(figures.faults.value >= 100 * 4 / 14 && figures.faults.se > 0, `${figures.faults.value}`);
  ok(reference.figures.faults.value >= 0);
  strictEqual((await run(wrong)).metrics.figures.faults, undefined);
});

Deno.test("eval/text refuses a network of other tokens", async () => {
  await rejects(run(like, tokens.length + 1), /it has \d+ tokens, the data set \d+: train it on/);
});
