import {
  deepStrictEqual as assertEquals,
  match,
  notDeepStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readDataset, type SequenceData } from "../../src/artifacts/dataset.ts";
import { vocabularyOf } from "../../src/artifacts/dataset_meta.ts";
import { type Problems, readProblems } from "../../src/artifacts/problems.ts";
import { textTokenizer } from "../../src/domains/text/tokenizers/text_tokenizers.ts";
import { type Vocabulary, writeVocabulary } from "../../src/model/vocabulary/tokens_file.ts";
import { PUBLISHED_IDS, writePublishedNetwork } from "../../tests/published_fixture.ts";
import prompted from "./prompted.ts";

const DATA = Deno.env.get("PROSECO_DATA");

/** Runs the task, on lines of examples and with tokens of a network or its folder if some are given. */
async function run(
  given: Record<string, unknown>,
  examples?: string | Uint8Array,
  vocabulary?: Vocabulary | string,
) {
  const folder = await Deno.makeTempDir(), logged: string[] = [];
  try {
    const path = join(folder, "examples.jsonl"), dataset = join(folder, "dataset");
    if (typeof examples === "string") await Deno.writeTextFile(path, examples);
    else if (examples !== undefined) await Deno.writeFile(path, examples);
    if (typeof vocabulary === "object") await writeVocabulary(folder, vocabulary);
    await prompted.run({
      params: prompted.params.parse(given),
      inputs: {
        examples: examples === undefined ? undefined : path,
        tokens: typeof vocabulary === "object" ? folder : vocabulary,
      },
      outputs: { dataset },
      ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
      ...{ progress() {}, log: (line) => void logged.push(line), record() {} },
    });
    return {
      ...await readDataset(dataset),
      validation: await readProblems(dataset, "validation"),
      problems: await readProblems(dataset, "test"),
      bytes: await Deno.readFile(join(dataset, "train.safetensors")),
      logged,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Read = Awaited<ReturnType<typeof run>>;

/** Prompt and answer of each row, and the ids that follow the first eos. */
async function rowsOf(
  { meta }: Read,
  { tokens, promptLengths }: SequenceData,
  folder?: string,
) {
  const { decode } = await textTokenizer({ ...meta, folder });
  return Array.from(promptLengths!, (length, row) => {
    const ids = [...tokens.subarray(row * meta.length, (row + 1) * meta.length)];
    const end = ids.indexOf(meta.eosId);
    return {
      prompt: decode(ids.slice(0, length)),
      answer: decode(ids.slice(length, end)),
      filling: [...new Set(ids.slice(end + 1))],
    };
  });
}

const EXAMPLES = Array.from(
  { length: 10 },
  (_, i) => JSON.stringify({ prompt: `${i} + 1 =`, answer: String(i + 1) }),
);

const COUNTS = { train: 300, validation: 20, test: 20 };

Deno.test("data/prompted writes prompts, answers and eos, and the problems of both parts", async () => {
  const read = await run({ source: "functions", ...COUNTS }), { meta, train, test } = read;
  const rows = await rowsOf(read, train);
  assertEquals([rows.length, read.problems.judge, meta.source.kind], [300, "code", "functions"]);
  strictEqual(meta.length, meta.promptPositions! + meta.answerPositions!);
  ok(rows.every(({ prompt }) => /^Write a function to find .* named [a-h]{1,4}\.$/.test(prompt)));
  ok(rows.every(({ answer }) => /^def [a-h]{1,4}\(xs\):\n {4}.*return /s.test(answer)));
  assertEquals(new Set(rows.flatMap(({ filling }) => filling)), new Set([meta.eosId]));
  const heldOut = (await rowsOf(read, test)).map(({ prompt, answer }) => ({ prompt, answer }));
  assertEquals(
    heldOut,
    read.validation.problems.map(({ prompt, answer }) => ({ prompt, answer })),
  );
  strictEqual(read.problems.problems[0]!.id, "functions/test/0");
  ok(read.problems.problems.every(({ tests }) => tests!.length >= 3));
});

Deno.test("data/prompted gives the same bytes for the same seed, and others for another", async () => {
  const of = async (seed: number) =>
    (await run({ source: "word-problems", wholeNumbers: true, seed, ...COUNTS })).bytes;
  const bytes = await of(1);
  assertEquals(await of(1), bytes);
  notDeepStrictEqual(await of(2), bytes);
});

Deno.test("data/prompted says how many problems there are, and trains on none that is held out", async () => {
  for (const source of ["functions", "word-problems", "sudoku"]) {
    const read = await run({ source, ...COUNTS });
    ok(read.meta.counts.contents! > 100_000, source);
    const answers = new Set(
      (await rowsOf(read, read.train)).map(({ answer, prompt }) =>
        source === "sudoku" ? prompt : answer
      ),
    );
    const held = [...read.problems.problems, ...read.validation.problems];
    const asked = held.map(({ answer, prompt }) => source === "sudoku" ? prompt : answer);
    assertEquals(asked.filter((text) => answers.has(text)), []);
  }
});

Deno.test("data/prompted reads a file of examples, packed or not, with fields of any name", async () => {
  const plain = await run({ source: "file", tokenizer: "characters" }, EXAMPLES.join("\n"));
  const text = EXAMPLES.join("\r\n").replaceAll('"prompt"', '"q"').replaceAll('"answer"', '"a"');
  const packed = await run(
    { source: "file", tokenizer: "characters", fields: { prompt: "q", answer: "a" } },
    new Uint8Array(gzipSync(text)),
  );
  assertEquals(packed.bytes, plain.bytes);
  const { counts } = plain.meta;
  assertEquals([counts.train, counts.validationProblems, counts.testProblems], [8, 1, 1]);
  match(plain.problems.problems[0]!.id, /^examples\/\d+$/);
});

Deno.test("data/prompted fills rows with pad where asked, and puts a system prompt first", async () => {
  const lines = EXAMPLES.map((line) => JSON.stringify({ ...JSON.parse(line), system: "Add." }));
  const read = await run({ source: "file", tokenizer: "bytes", fill: "pad" }, lines.join("\n"));
  const rows = await rowsOf(read, read.train);
  ok(rows.every(({ prompt }) => prompt.startsWith("Add.\n\n")));
  ok(rows.every(({ filling: [id = read.meta.padId] }) => id === read.meta.padId));
});

Deno.test("data/prompted leaves out and names what is too long, and refuses where that is much", async () => {
  const long = JSON.stringify({ prompt: "1 + 1 =", answer: "2".repeat(30) });
  const text = [...EXAMPLES, ...Array(10).fill(EXAMPLES[0]), long].join("\n");
  const settings = { source: "file", tokenizer: "bytes", answerPositions: 4, seed: 3 };
  const { meta, logged } = await run({ ...settings, tooLongShare: 0.2 }, text);
  strictEqual(meta.counts.tooLong, 1);
  match(logged.at(-1)!, /left out of train: examples\/21: 7 tokens of prompt and 31 of answer/);
  await rejects(
    run({ ...settings, tooLongShare: 0.01 }, text),
    /Cannot use 1 of the \d+ rows of train, such as examples\/21: .* raise promptPositions or/,
  );
});

Deno.test("data/prompted takes a network's tokens, and then makes problems alone if asked", async () => {
  const sizes = { promptPositions: 80, answerPositions: 50 };
  const settings = { source: "word-problems", validation: 5, test: 6, ...sizes };
  const learned = await run({ ...settings, wholeNumbers: true, train: 500 });
  const vocabulary = vocabularyOf(learned.meta);
  const alone = await run({ ...settings, train: 0 }, undefined, vocabulary);
  assertEquals(vocabularyOf(alone.meta), vocabulary);
  strictEqual(alone.meta.counts.train, 0);
  assertEquals([alone.problems, alone.validation], [learned.problems, learned.validation]);
  assertEquals(await rowsOf(alone, alone.test), await rowsOf(learned, learned.test));
  await rejects(run({ ...settings, train: 0 }), /Cannot make a data set: train has no rows/);
  const { tokenizer: _, ...nameless } = vocabulary;
  await rejects(
    run({ ...settings, train: 0 }, undefined, nameless),
    /Cannot use the tokens of ".*": its tokens\.json names no tokenizer/,
  );
});

Deno.test("data/prompted cuts sudokus into characters unless told otherwise", async () => {
  const counts = { train: 50, validation: 2, test: 2 };
  const { meta } = await run({ source: "sudoku", ...counts });
  strictEqual(meta.source.tokenizer, "characters");
  const { meta: bytes } = await run({ source: "sudoku", tokenizer: "bytes", ...counts });
  strictEqual(bytes.source.tokenizer, "bytes");
});

Deno.test("data/prompted says which settings do not go together", async () => {
  await rejects(run({ source: "functions", fewShot: 2 }), /fewShot goes with gsm8k, math, mbpp; /);
  await rejects(run({ source: "file" }), /the input "examples" goes with source: file/);
  await rejects(run({ source: "functions" }, ""), /the input "examples" goes with source: file/);
  await rejects(run({ source: "sudoku", size: 9, published: true }), /goes with sudoku of size 4/);
  await rejects(
    run({ source: "file", judge: "code" }, EXAMPLES.join("\n")),
    /Cannot judge example "examples\/1" by its tests: it has none/,
  );
});

const published = { ignore: DATA === undefined };

Deno.test(
  "data/prompted takes GSM8K with its test set (needs PROSECO_DATA)",
  published,
  async () => {
    const { meta, problems, validation } = await run({
      ...{ source: "gsm8k", tokenizer: "bytes", promptPositions: 1200, answerPositions: 1400 },
      ...{ train: 100, validation: 10 },
    });
    assertEquals([problems.problems.length, problems.problems[0]!.id], [1319, "GSM8K/0"]);
    assertEquals([validation.problems.length, meta.counts.train], [10, 100]);
  },
);

Deno.test(
  "data/prompted takes MBPP in its authors' splits (needs PROSECO_DATA)",
  published,
  async () => {
    const read = await run({ source: "mbpp", tokenizer: "bytes" });
    const numbers = ({ problems }: Problems) => problems.map(({ id }) => Number(id.slice(5)));
    assertEquals(numbers(read.problems), Array.from({ length: 500 }, (_, i) => i + 11));
    assertEquals(numbers(read.validation), Array.from({ length: 90 }, (_, i) => i + 511));
    strictEqual(read.meta.counts.train, 374);
  },
);

Deno.test(
  "data/prompted shows worked examples before what is held out (needs PROSECO_DATA)",
  published,
  async () => {
    const shown = async (source: string, fewShot: number) => {
      const { validation, problems, train, ...read } = await run({
        ...{ source, fewShot, tokenizer: "bytes", tooLongShare: 1 },
        ...{ train: 20, validation: 3, test: 3 },
      });
      const asked = [...validation.problems, ...problems.problems].map(({ prompt }) => prompt);
      const rows = await rowsOf({ validation, problems, train, ...read }, train);
      return { asked, trained: rows.map(({ prompt }) => prompt) };
    };
    const gsm8k = await shown("gsm8k", 2), plain = await shown("gsm8k", 0);
    assertEquals(gsm8k.trained, plain.trained);
    gsm8k.asked.forEach((prompt, i) => {
      assertEquals(prompt.match(/^Question: /gm)!.length, 3);
      ok(prompt.endsWith(`\n\nQuestion: ${plain.asked[i]}\nAnswer:`));
    });
    const mbpp = await shown("mbpp", 3);
    for (const prompt of mbpp.asked) strictEqual(prompt.match(/^\[DONE\]$/gm)!.length, 3);
    for (const prompt of mbpp.trained) strictEqual(prompt.includes("[DONE]"), false);
    await rejects(shown("mbpp", 4), /Cannot show 4 examples of MBPP: there are 3; ask for fewer/);
  },
);

Deno.test("data/prompted takes published sudokus (needs PROSECO_DATA)", published, async () => {
  const { problems } = await run({
    ...{ source: "sudoku", tokenizer: "characters", published: true, clues: [8, 8] },
    ...{ train: 200, validation: 20 },
  });
  assertEquals([problems.problems.length, problems.problems[0]], [500, {
    ...{ id: "sudoku-4x4/published/0", prompt: "3102200002100320" },
    answer: "3142243142131324",
  }]);
});

Deno.test("data/prompted takes the tokenizer of a published folder, and writes prompts by its template", async () => {
  const network = await Deno.makeTempDir();
  try {
    await writePublishedNetwork(network);
    const given = { source: "file", tokenizer: "published", validation: 1, test: 1 };
    const lines = EXAMPLES.map((line) => JSON.stringify({ ...JSON.parse(line), system: "Add." }))
      .join("\n");
    const read = await run({ ...given, format: "chat" }, lines, network), { meta } = read;
    const { bosId, eosId, padId, maskId, tokens } = meta;
    assertEquals({ bosId, eosId, padId, maskId }, PUBLISHED_IDS);
    assertEquals([tokens.length, meta.source.tokenizer, meta.source.format], [
      ...[6272, "published", "chat"],
    ]);
    for (const { prompt, answer } of await rowsOf(read, read.train, network)) {
      match(
        prompt,
        /^<\|startoftext\|><\|start_header_id\|>system<\|end_header_id\|>\n\nAdd\.<\|eot_id\|><\|start_header_id\|>user<\|end_header_id\|>\n\n\d \+ 1 =<\|eot_id\|>.*assistant/,
      );
      match(answer, /^\d+$/);
    }
    const plain = await run(given, lines, network);
    const [first] = await rowsOf(plain, plain.train, network);
    match(first!.prompt, /^Add\.\n\n\d \+ 1 =$/);
  } finally {
    await Deno.remove(network, { recursive: true });
  }
});

Deno.test("data/prompted refuses a tokenizer of more tokens than rows, and folders of other networks", async () => {
  const network = await Deno.makeTempDir(), examples = EXAMPLES.join("\n");
  const given = { source: "file", tokenizer: "published" };
  try {
    await writePublishedNetwork(network, { config: { embedding_size: 6262 } });
    await run(given, examples, network);
    await writePublishedNetwork(network, { config: { embedding_size: 6261, mask_token_id: 6260 } });
    await rejects(
      run(given, examples, network),
      /its token "<\|mdm_mask\|>" has the id 6261, and the network in .* an embedding of 6261 rows/,
    );
    await Deno.writeTextFile(`${network}/config.json`, '{"model_type": "Dream"}');
    await rejects(run(given, examples, network), /"model_type" is "Dream", .* not built here/);
    await Deno.remove(`${network}/tokenizer.json`);
    await Deno.remove(`${network}/config.json`);
    await rejects(run(given, examples, network), /it has no tokens\.json/);
    await rejects(run(given, examples), /give the folder with its tokenizer\.json as the input/);
    await rejects(
      run({ source: "file", format: "chat" }, examples),
      /Cannot write prompts as a chat: the tokenizer has no chat template/,
    );
  } finally {
    await Deno.remove(network, { recursive: true });
  }
});
