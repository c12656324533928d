import { deepStrictEqual as assertEquals, rejects, strictEqual } from "node:assert/strict";
import { readPublishedFiles } from "./published_files.ts";
import { publishedTokenizer } from "./published_tokenizer.ts";

const GOLDEN = new URL("../../../../../tests/golden/text", import.meta.url).pathname;

const readPublishedTokenizer = async (folder: string, options: { readonly vocab?: number } = {}) =>
  publishedTokenizer(await readPublishedFiles(folder), { folder, ...options });

/** Runs a test on a folder that holds the golden tokenizer and files of the test's own. */
async function withFolder(
  files: Readonly<Record<string, string>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(`${GOLDEN}/tokenizer.json`, `${folder}/tokenizer.json`);
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("publishedTokenizer() gives the ids and texts that Python's tokenizers gives", async () => {
  const { encode, decode } = await readPublishedTokenizer(GOLDEN);
  const golden = JSON.parse(await Deno.readTextFile(`${GOLDEN}/encodings.json`)) as {
    readonly text: string;
    readonly ids: readonly number[];
    readonly decoded: string;
  }[];
  for (const { text, ids, decoded } of golden) {
    assertEquals(encode(text), ids);
    strictEqual(decode(ids), decoded);
  }
});

Deno.test("a published tokenizer decodes no ids, special ones and ids without a token", async () => {
  const { tokens, encode, decode } = await readPublishedTokenizer(GOLDEN);
  strictEqual(decode([]), "");
  assertEquals(encode(""), []);
  const eot = tokens.indexOf("<|eot_id|>");
  assertEquals(encode("Hello<|eot_id|>"), [...encode("Hello"), eot]);
  strictEqual(decode([...encode("Hello"), eot, tokens.length, 0]), "Hello<|eot_id|><6262>!");
});

Deno.test("a published tokenizer knows its special tokens and writes conversations", async () => {
  const config = {
    bos_token: "<|startoftext|>",
    eos_token: { content: "<|endoftext|>", special: true },
    chat_template: "{{ bos_token }}{{ messages[0].content }}<|eot_id|>",
  };
  await withFolder({ "tokenizer_config.json": JSON.stringify(config) }, async (folder) => {
    const { special, chat } = await readPublishedTokenizer(folder);
    assertEquals(special, { bos_token: 6256, eos_token: 6257 });
    strictEqual(chat!([{ role: "user", content: "Hi" }]), "<|startoftext|>Hi<|eot_id|>");
  });
  const template = "{{ messages[0].role }}";
  await withFolder({ "chat_template.jinja": template }, async (folder) => {
    const { chat } = await readPublishedTokenizer(folder);
    strictEqual(chat!([{ role: "user", content: "Hi" }]), "user");
  });
  strictEqual((await readPublishedTokenizer(GOLDEN)).chat, undefined);
});

Deno.test("a tokenizer with more ids than the embedding has rows is refused, both named", async () => {
  await rejects(
    readPublishedTokenizer(GOLDEN, { vocab: 6261 }),
    /text\/tokenizer\.json": its token "<\|mdm_mask\|>" has the id 6261, and the network in ".*text" an embedding of 6261 rows/,
  );
  strictEqual((await readPublishedTokenizer(GOLDEN, { vocab: 6262 })).tokens.length, 6262);
});

Deno.test("a folder without a tokenizer, or with a damaged one, is refused by its name", async () => {
  await rejects(
    readPublishedTokenizer("/nowhere"),
    /Cannot read the tokenizer of "\/nowhere": it has no tokenizer\.json/,
  );
  await withFolder({ "tokenizer.json": "{" }, async (folder) => {
    await rejects(readPublishedTokenizer(folder), /tokenizer\.json": it is no JSON; copy it anew/);
  });
  await withFolder({ "tokenizer.json": "3" }, async (folder) => {
    await rejects(readPublishedTokenizer(folder), /tokenizer\.json": it must be an object: got 3/);
  });
  await withFolder({ "tokenizer.json": '{"model": {"type": "Psychic"}}' }, async (folder) => {
    await rejects(readPublishedTokenizer(folder), /it is no tokenizer of a kind that is known: /);
  });
});
