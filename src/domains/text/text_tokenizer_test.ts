import { deepStrictEqual as assertEquals, rejects, strictEqual, throws } from "node:assert/strict";
import { packSequences } from "./pack_sequences.ts";
import {
  characterTokenizer,
  gpt2Tokenizer,
  TEXT_TOKENIZER_NAMES,
  TEXT_TOKENIZERS,
  textTokenizer,
} from "./text_tokenizer.ts";

Deno.test("gpt2Tokenizer() gives the ids of GPT-2, a special token's name being text", async () => {
  const { tokens, encode, decode, bosId, maskId } = await gpt2Tokenizer();
  assertEquals(encode("Hello world"), [15496, 995]);
  strictEqual(tokens[995], " world");
  strictEqual(tokens[564], " \ufffd");
  strictEqual(tokens.length, 50_257 + 4);
  strictEqual(maskId, 50_260);
  const text = "a <|endoftext|> in 戦場, twice  spaced\n";
  const ids = encode(text);
  strictEqual(ids.includes(50_256), false);
  strictEqual(decode([bosId, ...ids, maskId]), `<bos>${text}<mask>`);
  strictEqual(encode("<|endoftext|>").map((id) => tokens[id]).join(""), "<|endoftext|>");
});

Deno.test("characterTokenizer() has the text's characters in order and refuses others", () => {
  const { tokens, encode, decode } = characterTokenizer("ba🙂a");
  assertEquals(tokens.slice(0, 3), ["a", "b", "🙂"]);
  assertEquals(encode("🙂ab"), [2, 0, 1]);
  strictEqual(decode([2, 4, 0]), "🙂<eos>a");
  throws(() => encode("abc"), /Cannot encode "c": it is none of the 3 characters/);
});

Deno.test("textTokenizer() gives a data set its tokenizer back by name", async () => {
  const { tokens } = characterTokenizer("cab");
  strictEqual((await textTokenizer("characters", tokens)).decode([2, 0, 1]), "cab");
  strictEqual((await textTokenizer("gpt2", [])).decode([15496, 995]), "Hello world");
  await rejects(textTokenizer("words", tokens), /tokenizer "words", known are gpt2 and characters/);
});

Deno.test("every text tokenizer is the same of a text and of its tokens", async () => {
  const text = "a cab, a bed";
  for (const name of TEXT_TOKENIZER_NAMES) {
    const made = await TEXT_TOKENIZERS[name].ofText(text);
    const again = await textTokenizer(name, made.tokens);
    assertEquals(again.tokens, made.tokens);
    strictEqual(again.decode(made.encode(text)), text);
  }
  strictEqual((await gpt2Tokenizer()).tokens.length, TEXT_TOKENIZERS.gpt2.expected);
});

Deno.test("packSequences() begins and ends each sequence and leaves out what fills none", () => {
  const packed = packSequences([1, 2, 3, 4, 5], 4, { bosId: 8, eosId: 9 });
  assertEquals([...packed], [8, 1, 2, 9, 8, 3, 4, 9]);
});
