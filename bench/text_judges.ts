/**
 * How long 1,000 texts of 128 tokens take to be judged as `eval/text` judges them, beside 1,000 real
 * ones, by an autoregressive network and by the models of characters: State of the Union addresses, and
 * a network that was never trained, which takes as long as another.
 *
 * ```sh
 * deno run -A bench/text_judges.ts [--count 1000] [--length 128] [--hidden 256] [--blocks 6]
 * ```
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeTexts } from "../src/artifacts/corpus_texts.ts";
import { writePart } from "../src/artifacts/dataset.ts";
import { writeDatasetMeta } from "../src/artifacts/dataset_meta.ts";
import { readSpeeches } from "../src/domains/text/corpora/state_of_the_union.ts";
import { packDocuments } from "../src/domains/text/pack_documents.ts";
import { TEXT_TOKENIZERS } from "../src/domains/text/tokenizers/text_tokenizers.ts";
import { readTextJudges } from "../src/judging/read_text_judges.ts";
import { writeCheckpoint } from "../src/model/checkpoint.ts";
import { countParameters, initialParameters } from "../src/model/parameters.ts";
import { randomKey } from "../src/random/mod.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    length: { type: "string", default: "128" },
    hidden: { type: "string", default: "256" },
    blocks: { type: "string", default: "6" },
  },
});
const count = Number(values.count), length = Number(values.length);
const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const folder = await Deno.makeTempDir();
try {
  const speeches = (await readSpeeches(0)).documents.map(({ text }) => text);
  const parts = [0, 1, 2].map((part) => speeches.filter((_, i) => i % 3 === part));
  const tokenizer = await TEXT_TOKENIZERS.bpe.ofTexts(speeches, { packed: true, size: 1024 });
  const { tokens, bosId, eosId, padId, maskId, source } = tokenizer;
  const dataset = join(folder, "dataset"), judgeData = join(folder, "judge-data");
  const encoded = (texts: readonly string[]) => texts.map((text) => tokenizer.encode(text));
  for (
    const [place, [train, test]] of [
      [dataset, [parts[0]!, parts[1]!]],
      [judgeData, [parts[2]!, parts[2]!.slice(0, 3)]],
    ] as const
  ) {
    await Deno.mkdir(place);
    await writeDatasetMeta(place, {
      ...{ source, tokens, length, bosId, eosId, padId, maskId, counts: {} },
    });
    for (const [part, texts] of [["train", train], ["test", test]] as const) {
      const packed = packDocuments(encoded(texts), length, tokenizer);
      await writePart(place, part, length, { tokens: packed });
      await writeTexts(place, part, texts.map((text) => ({ text })));
    }
  }
  const config = {
    ...{ vocab: tokens.length, length, hiddenSize: Number(values.hidden), condDim: 64 },
    ...{ nBlocks: Number(values.blocks), nHeads: 4, numClasses: 0, maskId, causal: true },
  };
  const parameters = initialParameters(config, randomKey(1)), judge = join(folder, "judge");
  await writeCheckpoint(judge, { config, parameters, training: { objective: "ar" } });
  const packed = packDocuments(encoded(parts[1]!.toReversed()), length, tokenizer);
  const texts = Array.from(
    { length: count },
    (_, i) => tokenizer.decode(packed.subarray(i * length, (i + 1) * length)),
  );
  const started = performance.now(), seconds = () => (performance.now() - started) / 1000;
  await using judges = await readTextJudges({ dataset, judgeData, judge }, {
    ...{ references: count, order: 7, leastCopy: 32, seed: 0 },
  });
  print(`${seconds().toFixed(1)} s: judges and ${judges.reference.n} real texts`);
  const figures = await judges.judge({ texts, entropies: texts.map(() => 0) });
  print(`${seconds().toFixed(1)} s: and ${texts.length} texts of ${length} tokens`);
  print(`by a network of ${countParameters(parameters).toLocaleString("en-GB")} parameters`);
  print(JSON.stringify(figures));
} finally {
  await Deno.remove(folder, { recursive: true });
}
