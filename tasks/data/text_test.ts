import {
  deepStrictEqual as assertEquals,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import { readDataset } from "../../src/artifacts/dataset.ts";
import text from "./text.ts";

const LINES = "To be, or not to be:\nthat is the question\n\n".repeat(20);

/** Runs the task on a data folder that holds one corpus. */
async function run(
  given: Record<string, unknown>,
  files: Readonly<Record<string, string>>,
  logged: string[] = [],
) {
  const folder = await Deno.makeTempDir(), before = Deno.env.get("PROSECO_DATA");
  Deno.env.set("PROSECO_DATA", folder);
  try {
    for (const [path, content] of Object.entries(files)) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), content);
    }
    const params = text.params.parse(given);
    await text.environment!(params);
    await text.run({
      params,
      inputs: {},
      outputs: { dataset: join(folder, "dataset") },
      ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
      ...{ progress() {}, log: (line) => void logged.push(line), record() {} },
    });
    return await readDataset(join(folder, "dataset"));
  } finally {
    if (before === undefined) Deno.env.delete("PROSECO_DATA");
    else Deno.env.set("PROSECO_DATA", before);
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("data/text cuts a text into sequences and holds its end out", async () => {
  const { meta, train, test, numClasses } = await run(
    { corpus: "tiny-shakespeare", tokenizer: "characters", length: 12, holdout: 0.25 },
    { "text/tinyshakespeare/input.txt": LINES },
  );
  strictEqual(numClasses, 0);
  const read = ({ tokens }: typeof train) =>
    [...tokens].filter((id) => id !== meta.bosId && id !== meta.eosId)
      .map((id) => meta.tokens[id]).join("");
  strictEqual(read(train), LINES.slice(0, Math.floor(LINES.length * 0.75 / 10) * 10));
  ok(LINES.endsWith(read(test).slice(-5)) || LINES.includes(read(test)));
  assertEquals([train.tokens[0], train.tokens[11]], [meta.bosId, meta.eosId]);
});

Deno.test("data/text takes the test set of a corpus that has one", async () => {
  const { meta, test } = await run({ corpus: "wikitext-2", length: 4 }, {
    "text/wikitext-2/wiki.train.tokens": "Hello world and all that is in it",
    "text/wikitext-2/wiki.test.tokens": "Hello world",
  });
  assertEquals([...test.tokens], [meta.bosId, 15496, 995, meta.eosId]);
});

Deno.test("data/text cuts no character in halves, and says where the limit would", async () => {
  const logged: string[] = [];
  const { meta, train, test } = await run(
    { corpus: "tiny-shakespeare", tokenizer: "characters", length: 3, holdout: 0.2, limit: 7 },
    { "text/tinyshakespeare/input.txt": "a😀b😀😀".repeat(3) },
    logged,
  );
  const read = ({ tokens }: typeof train) =>
    [...tokens].filter((id) => id !== meta.bosId && id !== meta.eosId)
      .map((id) => meta.tokens[id]).join("");
  assertEquals([read(train), read(test)], ["a😀b", "😀"]);
  assertEquals(logged.length, 2);
  match(logged[1]!, /^DATA: limit 7 cuts .* in halves: 6 are used; set limit to 6 or 8$/);
});

Deno.test("data/text says where a corpus can be had, and when a text is too short", async () => {
  await rejects(
    run({ corpus: "wikitext-2", length: 4 }, {}),
    /Cannot find WikiText-2.*Set PROSECO_DATA to a folder with text\/wikitext-2\/wiki\.train.* or set corpus to tiny-shakespeare$/,
  );
  await rejects(
    run(
      { corpus: "tiny-shakespeare", tokenizer: "characters", length: 99 },
      { "text/tinyshakespeare/input.txt": "short" },
    ),
    /Cannot cut the train part into sequences: it has 5 tokens, .* needs 97/,
  );
});
