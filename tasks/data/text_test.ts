import {
  deepStrictEqual as assertEquals,
  match,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readTexts } from "../../src/artifacts/corpus_texts.ts";
import { readDataset } from "../../src/artifacts/dataset.ts";
import { sequenceReader } from "../../src/domains/text/sequence_text.ts";
import text from "./text.ts";

const LINES = "To be, or not to be:\nthat is the question\n\n".repeat(40);
const END = "<|endoftext|>";

/** Runs the task on a data folder with some files. */
async function run(
  given: Record<string, unknown>,
  files: Readonly<Record<string, string | Uint8Array>> = {},
) {
  const folder = await Deno.makeTempDir(), before = Deno.env.get("PROSECO_DATA");
  Deno.env.set("PROSECO_DATA", folder);
  try {
    for (const [path, content] of Object.entries(files)) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      if (typeof content === "string") await Deno.writeTextFile(join(folder, path), content);
      else await Deno.writeFile(join(folder, path), content);
    }
    const params = text.params.parse(given);
    await text.environment!(params);
    const outputs = { dataset: join(folder, "dataset"), judge: join(folder, "judge") };
    await text.run({
      ...{ params, inputs: { tokens: undefined }, outputs },
      ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
      ...{ progress() {}, log() {}, record() {} },
    });
    const read = async (path: string) => ({
      ...await readDataset(path, params.corpus === "sotu" ? "era" : []),
      texts: [await readTexts(path, "train"), await readTexts(path, "test")] as const,
    });
    return { dataset: await read(outputs.dataset), judge: await read(outputs.judge) };
  } finally {
    if (before === undefined) Deno.env.delete("PROSECO_DATA");
    else Deno.env.set("PROSECO_DATA", before);
    await Deno.remove(folder, { recursive: true });
  }
}

type Read = Awaited<ReturnType<typeof run>>["dataset"];

/** The text of a part's sequences, each without the end that begins and the one that closes it. */
async function textOf({ meta, ...parts }: Read, part: "train" | "test"): Promise<string> {
  const read = await sequenceReader(meta), { tokens } = parts[part];
  const rows = Array.from(
    { length: tokens.length / meta.length },
    (_, row) => read(tokens.subarray(row * meta.length, (row + 1) * meta.length)),
  );
  ok(rows.every((text) => text.startsWith(END) && text.endsWith(END)));
  return rows.map((text) => text.slice(END.length, -END.length)).join("");
}

Deno.test("data/text cuts one text into pieces: to train on, for judges, and its end held out", async () => {
  const { dataset, judge } = await run(
    {
      ...{ corpus: "tiny-shakespeare", tokenizer: "characters", length: 12 },
      ...{ holdout: 0.2, judge: 0.4 },
    },
    { "text/tinyshakespeare/input.txt": LINES },
  );
  const pieces = [...dataset.texts, ...judge.texts].map(([piece]) => piece!.text);
  strictEqual(pieces[0]! + pieces[2]! + pieces[3]! + pieces[1]!, LINES);
  assertEquals(
    pieces.map(({ length }) => Math.round(100 * length / LINES.length)),
    [40, 20, 36, 4],
  );
  for (const [i, read] of [dataset, judge].entries()) {
    for (const [j, part] of (["train", "test"] as const).entries()) {
      const whole = pieces[2 * i + j]! + END, packed = await textOf(read, part);
      ok(packed.length > whole.length - END.length - 10 && whole.startsWith(packed), part);
    }
  }
  assertEquals(dataset.meta.tokens, judge.meta.tokens);
  strictEqual(dataset.numClasses, 0);
});

Deno.test("data/text splits the addresses by speech, labels them by era and mixes no eras", async () => {
  const { dataset, judge } = await run({
    ...{ tokenizer: "bpe", vocabulary: 512, length: 32, limit: 1_500_000 },
    ...{ holdout: 0.2, judge: 0.2 },
  });
  assertEquals(dataset.meta.labels, { era: ["1790–1859", "1860–1932", "1933–2021"] });
  strictEqual(dataset.numClasses, 3);
  strictEqual(dataset.meta.tokens.length, 512);
  const parts = [...dataset.texts, ...judge.texts], all = parts.flat();
  strictEqual(new Set(all.map(({ text }) => text)).size, all.length);
  for (const [read, part] of [[dataset, "train"], [dataset, "test"], [judge, "train"]] as const) {
    const { tokens, labels } = read[part], { length } = read.meta;
    assertEquals(new Set(labels), new Set([0, 1, 2]));
    const reader = await sequenceReader(read.meta);
    const texts = Map.groupBy(
      read.texts[part === "train" ? 0 : 1],
      ({ label }) => label,
    );
    for (const row of [0, Math.floor(labels.length / 2), labels.length - 1]) {
      const [, first] = reader(tokens.subarray(row * length, (row + 1) * length)).split(END);
      const own = texts.get(labels[row])!.map(({ text }) => text).join(END);
      ok(own.includes(first!), first!);
    }
  }
});

Deno.test("data/text takes the test set of a corpus that has one, in GPT-2's tokens", async () => {
  const { dataset } = await run({ corpus: "wikitext-2", length: 4, judge: 0.5 }, {
    "text/wikitext-2/wiki.train.tokens": "Hello world and all that is in it. ".repeat(40),
    "text/wikitext-2/wiki.test.tokens": "Hello world",
  });
  assertEquals([...dataset.test.tokens], [50256, 15496, 995, 50256]);
  assertEquals([dataset.meta.tokens.length, dataset.meta.maskId], [50_258, 50_257]);
});

Deno.test("data/text reads a folder of texts of several formats", async () => {
  const parquet = await Deno.readFile(
    new URL("../../tests/fixtures/texts.parquet", import.meta.url),
  );
  const lines = (texts: readonly string[]) =>
    texts.map((text) => JSON.stringify({ id: 1, text })).join("\n");
  const { dataset, judge } = await run({
    ...{ corpus: "files", path: "mine", tokenizer: "characters", length: 8, judge: 0.3 },
  }, {
    "mine/a.txt": "one text of a file\nin two lines",
    "mine/b/c.jsonl": lines(["a first of lines", "a second of lines"]),
    "mine/d.jsonl.gz": gzipSync(`${lines(["a packed one of lines"])}\n\n`),
    "mine/e.parquet": parquet,
    "mine/readme.md": "no text",
  });
  const texts = [...dataset.texts, ...judge.texts].flat().map(({ text }) => text);
  const rows = [0, 1, 2, 3, 4, 5].map((i) =>
    `row ${i} of a parquet file, ${"again and ".repeat(12)}again`
  );
  assertEquals(
    texts.sort(),
    [
      ...["one text of a file\nin two lines", "a first of lines", "a second of lines"],
      ...["a packed one of lines", ...rows],
    ].sort(),
  );
});

Deno.test("data/text says where a corpus can be had, and when a text is too short", async () => {
  await rejects(
    run({ corpus: "wikitext-2", length: 4 }),
    /Cannot find WikiText-2.*Set PROSECO_DATA to a folder with text\/wikitext-2\/wiki\.train.* or set corpus to sotu or tiny-shakespeare/,
  );
  await rejects(
    run({ corpus: "files", path: "nowhere", length: 4 }),
    /Cannot find texts at ".*nowhere": there is no file/,
  );
  await rejects(
    run(
      { corpus: "tiny-shakespeare", tokenizer: "characters", length: 99 },
      { "text/tinyshakespeare/input.txt": "short" },
    ),
    /Cannot cut the part train into sequences: its 1 documents of 4 characters fill none of 99/,
  );
  await rejects(
    run({ corpus: "files", path: "a.jsonl", length: 4 }, { "a.jsonl": '{"txt": "a"}' }),
    /Cannot read ".*a.jsonl": line 1 has no text in "text"/,
  );
});

Deno.test("data/text refuses settings that contradict each other", () => {
  const parse = (given: object) => () => text.params.parse({ length: 8, ...given });
  throws(parse({ corpus: "files" }), /corpus files needs it/);
  throws(parse({ path: "x" }), /is for corpus files: leave it out/);
  throws(parse({ vocabulary: 512 }), /is for tokenizer bpe: leave it out/);
  throws(parse({ holdout: 0.5, judge: 0.5 }), /must be below 1 - holdout \(0.5\)/);
  match(String(text.params.parse({ length: 8 }).corpus), /sotu/);
});
