import { z } from "zod";
import { type LocatedDataset, locateProjectDataset } from "../../src/domains/datasets/mod.ts";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  DEFAULT_TEXT_TOKENIZER,
  TEXT_TOKENIZER_NAMES,
  TEXT_TOKENIZERS,
} from "../../src/domains/text/tokenizers/text_tokenizers.ts";

/** Descriptors of each corpus: what is trained on, and what is held out where it has files for it. */
const CORPORA = {
  "wikitext-2": {
    train: new URL("../../data/wikitext-2-train.json", import.meta.url),
    test: new URL("../../data/wikitext-2-test.json", import.meta.url),
  },
  "tiny-shakespeare": {
    train: new URL("../../data/tiny-shakespeare.json", import.meta.url),
    test: undefined,
  },
} as const;

type Corpus = keyof typeof CORPORA;

const params = z.strictObject({
  corpus: z.enum(Object.keys(CORPORA) as [Corpus, ...Corpus[]]).describe("The text."),
  tokenizer: z.enum(TEXT_TOKENIZER_NAMES).default(DEFAULT_TEXT_TOKENIZER).describe(
    TEXT_TOKENIZER_NAMES.map((name) => `${name}: ${TEXT_TOKENIZERS[name].tokens}`).join("; ") + ".",
  ),
  length: z.int().min(3).describe("Positions of a sequence, bos and eos included."),
  holdout: z.number().gt(0).lt(1).default(0.1)
    .describe("Share at the end of the text that is held out, where the corpus has no test set."),
  limit: z.int().positive().optional()
    .describe("Use only so many characters (UTF-16 units) of each part; for tests."),
});

async function locate(corpus: Corpus, file: URL): Promise<LocatedDataset> {
  const { descriptor, location } = await locateProjectDataset(file);
  if (location.kind !== "none") return location;
  const others = Object.keys(CORPORA).filter((other) => other !== corpus);
  throw new Error(
    `Cannot find ${descriptor.title}: ${location.reason}. Set PROSECO_DATA to a folder with ` +
      `${descriptor.paths.join(" or ")} (${descriptor.homepage} is its home), or set corpus to ` +
      others.join(" or "),
  );
}

async function locateAll(corpus: Corpus) {
  const { train, test } = CORPORA[corpus];
  return { train: await locate(corpus, train), test: test && await locate(corpus, test) };
}

/** The `data/text` task. */
export default defineTask({
  kind: "data/text",
  description: "Tokenises a text and cuts it into sequences.",
  params,
  inputs: {},
  outputs: { dataset: "meta.json, train.safetensors and test.safetensors." },
  permissions: { net: true, cache: true },

  async environment({ corpus }) {
    const { train, test } = await locateAll(corpus);
    return { train: train.sha256, test: test?.sha256 ?? null };
  },

  foresee: ({ tokenizer, length }) =>
    Promise.resolve({ facts: { length, vocab: TEXT_TOKENIZERS[tokenizer].expected } }),

  async run({ params, outputs, signal, progress, log, record }) {
    const { readText } = await import("../../src/domains/datasets/mod.ts");
    const { characterBoundary } = await import(
      "../../src/domains/text/character_boundary.ts"
    );
    const { packSequences } = await import("../../src/domains/text/pack_sequences.ts");
    const { writePart } = await import("../../src/artifacts/dataset.ts");
    const { writeDatasetMeta } = await import("../../src/artifacts/dataset_meta.ts");

    const { train, test } = await locateAll(params.corpus);
    log(`DATA: ${params.corpus}, from ${train.path} (${train.kind})`);
    const limited = async (path: string) => {
      const whole = await readText(path), limit = params.limit ?? whole.length;
      const kept = whole.slice(0, characterBoundary(whole, limit));
      if (kept.length < Math.min(limit, whole.length)) {
        log(
          `DATA: limit ${limit} cuts a character of two units in halves: ${kept.length} are used; ` +
            `set limit to ${kept.length} or ${kept.length + 2}`,
        );
      }
      return kept;
    };
    const text = await limited(train.path);
    const own = characterBoundary(text, Math.round(text.length * (1 - params.holdout)));
    const parts = test === undefined
      ? { train: text.slice(0, own), test: text.slice(own) }
      : { train: text, test: await limited(test.path) };
    const tokenizer = await TEXT_TOKENIZERS[params.tokenizer].ofTexts([parts.train, parts.test]);

    const counts: Record<string, number> = {};
    const total = parts.train.length + parts.test.length;
    let done = 0;
    await Deno.mkdir(outputs.dataset);
    for (const part of ["train", "test"] as const) {
      const text = parts[part];
      signal.throwIfAborted();
      progress({ done, total, unit: "characters" });
      const ids = tokenizer.encode(text);
      done += text.length;
      const tokens = packSequences(ids, params.length, tokenizer);
      const n = tokens.length / params.length;
      if (n === 0) {
        throw new RangeError(
          `Cannot cut the ${part} part into sequences: it has ${ids.length} tokens, a sequence of ` +
            `${params.length} positions needs ${params.length - 2}`,
        );
      }
      counts[part] = n;
      await writePart(outputs.dataset, part, params.length, { tokens });
    }
    const { tokens, bosId, eosId, padId, maskId } = tokenizer;
    const meta = {
      source: { corpus: params.corpus, ...tokenizer.source },
      tokens,
      ...{ length: params.length, bosId, eosId, padId, maskId, counts },
    };
    await writeDatasetMeta(outputs.dataset, meta);
    record({ counts, vocabulary: tokens.length });
  },
});
