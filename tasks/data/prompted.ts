import { z } from "zod";
import { JUDGES, PROBLEM_PARTS } from "../../src/artifacts/problems.ts";
import type { ProblemSource } from "../../src/domains/prompted/collect_problems.ts";
import { PROMPT_FORMATS } from "../../src/domains/text/prompt_text.ts";
import { defineTask } from "../../src/pipeline/task.ts";
import {
  TEXT_TOKENIZER_NAMES,
  TEXT_TOKENIZERS,
} from "../../src/domains/text/tokenizers/text_tokenizers.ts";

/** Descriptors of the published files of each source. */
const DESCRIPTORS = {
  "gsm8k": {
    train: new URL("../../data/gsm8k-train.json", import.meta.url),
    test: new URL("../../data/gsm8k.json", import.meta.url),
  },
  "math": {
    train: new URL("../../data/math-train.json", import.meta.url),
    test: new URL("../../data/math.json", import.meta.url),
  },
  "mbpp": { all: new URL("../../data/mbpp.json", import.meta.url) },
  "sudoku": { test: new URL("../../data/sudoku-4x4.json", import.meta.url) },
} as const;

/** Numbers of problems that are made, where nothing is said. */
const MADE = { train: 50_000, validation: 500, test: 500 } as const;

/** Fewest and most clues of sudokus, by their rows. */
const CLUES = { 4: [4, 6], 9: [30, 36] } as const;

const SOURCES = [
  ...["functions", "word-problems", "sudoku"] as const,
  ...["gsm8k", "math", "mbpp", "file"] as const,
] satisfies readonly ProblemSource[];

const params = z.strictObject({
  source: z.enum(SOURCES).describe(
    "functions, word-problems, sudoku: problems made here, much smaller than published ones; gsm8k, " +
      "math, mbpp: published ones; file: the examples of the input.",
  ),
  fewShot: z.int().nonnegative().default(0).describe(
    "gsm8k, math, mbpp: worked examples before each validation and test problem, as their authors " +
      "have it (5, 4 and 3 are usual), for networks that were not trained on these; 0 asks as the " +
      "training part does.",
  ),
  tokenizer: z.enum(TEXT_TOKENIZER_NAMES).optional().describe(
    TEXT_TOKENIZER_NAMES.map((name) => `${name}: ${TEXT_TOKENIZERS[name].tokens}`).join("; ") +
      ". Characters of sudokus and words of all else if left out; that of the input tokens if given.",
  ),
  wholeNumbers: z.boolean().default(false)
    .describe("words: whether a number is one token, not one for each digit."),
  wordShare: z.number().min(0).lt(1).default(0.001).describe(
    "words: least share of all words that a word must be to be one token; rarer ones are spelled.",
  ),
  vocabulary: z.int().min(512).max(8192).optional()
    .describe("bpe: most tokens in all; 1024 if left out."),
  format: z.enum(PROMPT_FORMATS).default("plain").describe(
    "published: whether prompts are written as they stand, or as a chat by its template.",
  ),
  promptPositions: z.int().positive().optional()
    .describe("Most tokens of a prompt; as many as the longest has if left out."),
  answerPositions: z.int().min(2).optional()
    .describe("Most tokens of an answer, eos included; as many as the longest has if left out."),
  tooLongShare: z.number().min(0).max(1).default(0.05).describe(
    "Most of a part's rows, as a share, that may be left out for want of room or of tokens.",
  ),
  fill: z.enum(["eos", "pad"]).default("eos").describe(
    "What follows an answer: eos, which is learned as its own length; pad, which carries no loss " +
      "where a training says so.",
  ),
  train: z.int().nonnegative().optional().describe(
    `Rows to train on, at most; ${MADE.train} where they are made, else all if left out; 0 for ` +
      "problems alone, with the input tokens.",
  ),
  validation: z.int().positive().optional().describe(
    `Problems by which settings are chosen; ${MADE.validation} where they are made or held out of ` +
      "gsm8k, all of mbpp, a tenth of a file's prompts if left out.",
  ),
  test: z.int().positive().optional().describe(
    `Problems of the final score; ${MADE.test} where they are made, all of published ones, a tenth ` +
      "of a file's prompts if left out.",
  ),
  seed: z.int().nonnegative().default(0).describe("Makes problems and chooses what is held out."),
  size: z.union([z.literal(4), z.literal(9)]).default(4).describe("sudoku: rows."),
  clues: z.tuple([z.int().positive(), z.int().positive()]).optional().describe(
    `sudoku: fewest and most digits that are given; ${CLUES[4].join(" to ")} of 4×4 and ` +
      `${CLUES[9].join(" to ")} of 9×9 if left out.`,
  ),
  bases: z.int().positive().default(2000).describe(
    "sudoku of 9×9: how many are made from nothing; all others are these in another order of rows, " +
      "columns and digits, and none of a held-out one is trained on.",
  ),
  published: z.boolean().default(false)
    .describe("sudoku of 4×4: whether the test problems are the published ones of d1, of 8 clues."),
  name: z.string().regex(/^[\w.-]+$/).default("examples").describe("file: what they are called."),
  judge: z.enum(JUDGES).default("exact").describe(
    "file: what tells right answers: code, their tests; math, the number they give; exact, their text.",
  ),
  fields: z.strictObject({
    prompt: z.string().default("prompt"),
    answer: z.string().default("answer"),
    id: z.string().default("id"),
    tests: z.string().default("tests"),
    system: z.string().default("system"),
  }).prefault({}).describe("file: names of a row's fields; id, tests and system may be missing."),
});

type Params = z.output<typeof params>;

/** The kind of tokenizer where no network says which. */
const tokenizerOf = ({ tokenizer, source }: Params) =>
  tokenizer ?? (source === "sudoku" ? "characters" : "words");

/** Files of the data set that are read, by what they hold. */
async function locate({ source, published, size }: Params) {
  if (!(source in DESCRIPTORS) || source === "sudoku" && !(published && size === 4)) return {};
  const { locateProjectDataset } = await import("../../src/domains/datasets/mod.ts");
  const located = await Promise.all(
    Object.entries(DESCRIPTORS[source as keyof typeof DESCRIPTORS]).map(
      async ([name, file]: [string, URL]) => {
        const { descriptor, location } = await locateProjectDataset(file);
        if (location.kind !== "none") return [name, location] as const;
        throw new Error(
          `Cannot find ${descriptor.title}: ${location.reason}. Set PROSECO_DATA to a folder with ` +
            `${descriptor.paths.join(" or ")} (${descriptor.homepage} is its home)`,
        );
      },
    ),
  );
  return Object.fromEntries(located);
}

/** The `data/prompted` task. */
export default defineTask({
  kind: "data/prompted",
  description:
    "Writes prompts and answers as sequences, and the problems that answers are judged by.",
  params,
  inputs: {
    examples: {
      description:
        "source file: JSONL, an object with prompt and answer on each line, also as .gz.",
      optional: true,
    },
    tokens: {
      description:
        "A network's folder, its own or a published one with tokenizer.json, whose tokens are used; " +
        "learned from the training part if none.",
      optional: true,
    },
  },
  outputs: {
    dataset:
      "meta.json, train.safetensors, test.safetensors (answers of the validation problems), " +
      "problems/validation.json and problems/test.json.",
  },
  permissions: { net: true, cache: true },

  async environment(params) {
    const files = Object.entries(await locate(params));
    return Object.fromEntries(files.map(([name, { sha256 }]) => [name, sha256]));
  },

  foresee(params) {
    const { vocabulary, promptPositions, answerPositions, validation, test } = params;
    const vocab = vocabulary ?? TEXT_TOKENIZERS[tokenizerOf(params)].expected;
    const facts = { vocab, promptPositions, answerPositions, validation, test };
    if (promptPositions === undefined || answerPositions === undefined) {
      return Promise.resolve({ facts });
    }
    return Promise.resolve({ facts: { ...facts, length: promptPositions + answerPositions } });
  },

  async run({ params, inputs, outputs, signal, progress, log, record }) {
    const { foldIn, randomKey, STREAMS } = await import("../../src/random/mod.ts");
    const { readColumn, readText } = await import("../../src/domains/datasets/mod.ts");
    const { collectProblems } = await import("../../src/domains/prompted/collect_problems.ts");
    const { networkTokenizer } = await import("../../src/domains/prompted/network_tokenizer.ts");
    const { encodeProblems } = await import("../../src/domains/prompted/encode_problems.ts");
    const { countRefused, describeRefused, refuseTooMany } = await import(
      "../../src/domains/prompted/refused_problems.ts"
    );
    const { writePart } = await import("../../src/artifacts/dataset.ts");
    const { writeDatasetMeta } = await import("../../src/artifacts/dataset_meta.ts");
    const { writeProblems } = await import("../../src/artifacts/problems.ts");
    const { wholePrompt } = await import("../../src/artifacts/prompts/whole_prompt.ts");
    const { copyPublishedTokenizer } = await import(
      "../../src/domains/text/tokenizers/published/published_files.ts"
    );

    const { size, wholeNumbers, wordShare, clues = CLUES[size] } = params;
    const files = await locate(params);
    for (const { path, kind } of Object.values(files)) log(`DATA: from ${path} (${kind})`);
    const problems = await collectProblems(
      { ...params, made: MADE, sudoku: { ...params, clues }, file: params },
      foldIn(randomKey(params.seed), STREAMS.dataPrompted),
      {
        textOf: (name) => readText(files[name]!.path),
        columnOf: (name) => readColumn(files.test!.path, name),
        ...(inputs.examples !== undefined && {
          examples: { path: inputs.examples, text: () => readText(inputs.examples!) },
        }),
      },
    );
    signal.throwIfAborted();

    const tokenizer = inputs.tokens === undefined
      ? await TEXT_TOKENIZERS[tokenizerOf(params)].ofTexts(
        problems.train.flatMap((row) => [wholePrompt(row), row.answer]),
        { ...{ wholeNumbers, wordShare }, size: params.vocabulary },
      )
      : await networkTokenizer(inputs.tokens);
    const encoded = encodeProblems(problems, {
      ...params,
      tokenizer,
      onProgress(done, total) {
        signal.throwIfAborted();
        progress({ done, total, unit: "rows" });
      },
    });
    const { promptPositions, answerPositions, refused } = encoded;
    const leftOut = describeRefused(refused);
    for (const line of leftOut) log(`DATA: left out of ${line}`);
    refuseTooMany(problems, encoded, {
      share: params.tooLongShare,
      mayBeEmpty: params.train === 0 && inputs.tokens !== undefined,
    });

    const length = promptPositions + answerPositions;
    await Deno.mkdir(outputs.dataset);
    if (inputs.tokens !== undefined) await copyPublishedTokenizer(inputs.tokens, outputs.dataset);
    await writePart(outputs.dataset, "train", length, encoded.train);
    await writePart(outputs.dataset, "test", length, encoded.heldOut);
    for (const part of PROBLEM_PARTS) {
      const { name, judge } = problems;
      await writeProblems(outputs.dataset, { part, name, judge, problems: encoded.problems[part] });
    }
    const counts = {
      train: encoded.train.promptLengths.length,
      test: encoded.heldOut.promptLengths.length,
      validationProblems: encoded.problems.validation.length,
      testProblems: encoded.problems.test.length,
      ...countRefused(refused),
      ...problems.counts,
    };
    const { tokens, bosId, eosId, padId, maskId } = tokenizer;
    const meta = {
      source: {
        ...{ kind: params.source, name: problems.name, ...tokenizer.source },
        ...(params.format !== "plain" && { format: params.format }),
      },
      tokens,
      ...{ length, promptPositions, answerPositions, bosId, eosId, padId, maskId, counts },
    };
    await writeDatasetMeta(outputs.dataset, meta);
    record({
      ...{ counts, vocabulary: tokens.length, promptPositions, answerPositions },
      leftOut,
    });
  },
});
