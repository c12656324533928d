import { deepStrictEqual as assertEquals, rejects, strictEqual } from "node:assert/strict";
import {
  PUBLISHED_IDS,
  PUBLISHED_VOCAB,
  writePublishedNetwork,
} from "../../../../../tests/published_fixture.ts";
import { TEXT_TOKENIZERS, textTokenizer } from "../text_tokenizers.ts";
import { copyPublishedTokenizer, readPublishedFiles } from "./published_files.ts";

const { published } = TEXT_TOKENIZERS, network = { vocab: PUBLISHED_VOCAB, maskId: 6261 };

async function withFolder(
  tokenizer: Readonly<Record<string, unknown>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await writePublishedNetwork(folder, { tokenizer });
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a published tokenizer has a token for each row of the embedding, and the network's mask", async () => {
  await withFolder({}, async (folder) => {
    const { tokens, source, bosId, eosId, padId, maskId, encode, decode, chat } = await published
      .ofTexts([], { folder, network });
    assertEquals({ bosId, eosId, padId, maskId }, PUBLISHED_IDS);
    assertEquals([tokens.length, tokens[6257], tokens[6271]], [6272, "<|endoftext|>", "<6271>"]);
    strictEqual(decode([...encode("A text."), eosId, 6271]), "A text.<|endoftext|><6271>");
    strictEqual(
      chat!([{ role: "user", content: "Hi" }]),
      "<|startoftext|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>" +
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
    );
    const copy = `${folder}/copy`;
    await Deno.mkdir(copy);
    await copyPublishedTokenizer(folder, copy);
    const again = await textTokenizer({ source, tokens, maskId, folder: copy });
    assertEquals([again.tokens, again.eosId, again.source], [tokens, eosId, source]);
    assertEquals(again.encode("A text."), encode("A text."));
    const files = await readPublishedFiles(folder);
    const held = await textTokenizer({ source, tokens, maskId, files });
    assertEquals([held.tokens, held.bosId, held.encode("A text.")], [
      tokens,
      bosId,
      encode("A text."),
    ]);
  });
});

Deno.test("a published tokenizer without a network must name a mask, and always an end", async () => {
  await withFolder({ mask_token: "<|mdm_mask|>", bos_token: null }, async (folder) => {
    const { tokens, bosId, maskId, padId } = await published.ofTexts([], { folder });
    assertEquals([tokens.length, bosId, maskId, padId], [6262, 6261, 6261, 6257]);
    const packed = await published.ofTexts([], { folder, packed: true });
    assertEquals([packed.bosId, packed.padId, packed.source.packed], [6257, 6257, true]);
  });
  await withFolder({}, async (folder) => {
    await rejects(published.ofTexts([], { folder }), /names no mask_token among its 6262 tokens/);
  });
  await withFolder({ eos_token: null }, async (folder) => {
    await rejects(published.ofTexts([], { folder, network }), /names no eos_token .* set it in/);
  });
  await rejects(published.ofTexts([]), /give the folder with its tokenizer.json/);
});
