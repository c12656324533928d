import { deepStrictEqual as assertEquals, rejects, strictEqual, throws } from "node:assert/strict";
import { TEXT_TOKENIZER_NAMES, TEXT_TOKENIZERS, textTokenizer } from "./text_tokenizers.ts";

const { gpt2, characters, bytes, words, bpe } = TEXT_TOKENIZERS;

Deno.test("gpt2 gives the ids of GPT-2, a special token's name being text", async () => {
  const { tokens, encode, decode, bosId, maskId } = await gpt2.ofTexts([]);
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

Deno.test("characters are those of the texts in order, and others are refused", async () => {
  const { tokens, encode, decode } = await characters.ofTexts(["ba🙂", "a"]);
  assertEquals(tokens.slice(0, 3), ["a", "b", "🙂"]);
  assertEquals(encode("🙂ab"), [2, 0, 1]);
  strictEqual(decode([2, 4, 0]), "🙂<eos>a");
  throws(() => encode("abc"), /Cannot encode "c": it is none of the 3 characters/);
});

Deno.test("packed, one token stands for bos, eos and pad, and reads as itself", async () => {
  for (const name of TEXT_TOKENIZER_NAMES) {
    // Its tokens are what somebody published, its mask anywhere among them.
    if (name === "published") continue;
    const made = await TEXT_TOKENIZERS[name].ofTexts(["a cab, a bed"], { packed: true });
    const { tokens, bosId, eosId, padId, maskId } = made;
    assertEquals([eosId, padId, maskId], [bosId, bosId, bosId + 1]);
    strictEqual(tokens.length, maskId + 1);
    const again = await textTokenizer(made);
    assertEquals([again.tokens, again.bosId], [tokens, bosId]);
    const ids = [bosId, ...made.encode("a cab"), bosId, ...made.encode("a bed"), bosId];
    const [read, end] = [again.decode(ids), "<|endoftext|>"];
    strictEqual(read, `${end}a cab${end}a bed${end}`);
  }
  const { tokens, bosId } = await gpt2.ofTexts([], { packed: true });
  assertEquals([tokens.length, bosId], [50_258, 50_256]);
});

Deno.test("bytes encode any text, and are called by themselves where they are ASCII", async () => {
  const { tokens, encode, decode, maskId } = await bytes.ofTexts([]);
  assertEquals(encode("a\né"), [97, 10, 0xc3, 0xa9]);
  assertEquals([97, 10, 0xc3, 256, maskId].map((id) => tokens[id]), [
    "a",
    "\n",
    "<0xc3>",
    "<bos>",
    "<mask>",
  ]);
  strictEqual(decode([97, 0xc3]), "a\ufffd");
});

Deno.test("bpe joins the pairs that stand together most often, and gives text back", async () => {
  const text = "low low low lower lowest newest newest widest, ünü 🙂\n\n  x";
  const { tokens, encode, decode } = await bpe.ofTexts([text], { size: 60 });
  const pieces = (text: string) => encode(text).map((id) => tokens[id]);
  assertEquals(pieces(" lowest"), [" low", "est"]);
  assertEquals(pieces("slow"), ["s", "low"]);
  strictEqual(decode(encode(text)), text);
  // No pair is left that occurs twice.
  strictEqual(tokens.length < 60, true);
  const few = await bpe.ofTexts(["abab abab abba"], { size: 9 });
  assertEquals(few.tokens.slice(0, 5), [" ", "a", "b", "ab", " ab"]);
  strictEqual(few.tokens.length, 9);
  throws(() => encode("z"), /Cannot encode "z": it is none of the characters/);
  throws(() => bpe.ofTexts(["abcdef"], { size: 8 }), /set vocabulary to at least 12/);
});

Deno.test("words cut a program into words, symbols and indentation, and give it back", async () => {
  const program = "def f(xs):\n    return [x ** 2 for x in xs if x != -1]\n";
  const { tokens, encode, decode } = await words.ofTexts([program]);
  const pieces = encode(program).map((id) => tokens[id]);
  assertEquals(pieces.slice(0, 12), [
    ...[" def", " f", "(", "xs", ")", ":", "\n    ", "return", " [", "x", " **", " 2"],
  ]);
  strictEqual(decode(encode(program)), program);
});

Deno.test("a word is one token wherever it stands, digits are apart unless asked", async () => {
  const texts = ["14 + 3 = 17 ; 17 - 3 = 14 #### 14"];
  const apart = await words.ofTexts(texts);
  assertEquals(apart.encode("14").map((id) => apart.tokens[id]), [" 1", "4"]);
  const whole = await words.ofTexts(texts, { wholeNumbers: true }), { tokens } = whole;
  const ids = whole.encode("14 + 3 = 17 ; 14 #### 14");
  assertEquals([ids[0], ids[6], ids[8]], [ids[6], ids[6], ids[6]]);
  strictEqual(tokens[ids[7]!], " ####");
  for (const made of [apart, whole]) {
    // The tokens tell which of both they are.
    const { encode } = await textTokenizer({ source: { tokenizer: "words" }, tokens: made.tokens });
    assertEquals(encode("14 = 73"), made.encode("14 = 73"));
  }
});

Deno.test("words spell what is rare or new, and refuse a character that was never seen", async () => {
  const texts = ["find it named abcd", "find it named bd", "find it named c"];
  const { encode, tokens, decode } = await words.ofTexts(texts, { wordShare: 0.2 });
  const pieces = (text: string) => encode(text).map((id) => tokens[id]);
  assertEquals(pieces("find it named abcd"), [" find", " it", " named", " a", "b", "c", "d"]);
  assertEquals(pieces("dab"), [" ", "d", "a", "b"]);
  strictEqual(decode(encode("cab it")), "cab it");
  throws(() => encode("find Q"), /Cannot encode " Q": "Q" is none of the \d+ words and characters/);
});

Deno.test("textTokenizer() knows no tokenizer that is none", async () => {
  await rejects(
    textTokenizer({ source: { tokenizer: "syllables" }, tokens: [] }),
    /tokenizer "syllables", known are gpt2, characters, .* and published$/,
  );
});

Deno.test("every text tokenizer is the same of texts and of the data set made with it", async () => {
  const texts = [
    "a cab,\r\n\ta bed \u3000 12 \n\n",
    " twice  spaced 日本 e\u0301 🙂 == 1_000.5e-3",
    "",
  ];
  for (const name of TEXT_TOKENIZER_NAMES) {
    if (name === "published") continue;
    const made = await TEXT_TOKENIZERS[name].ofTexts(texts);
    const again = await textTokenizer(JSON.parse(JSON.stringify(made)));
    assertEquals([again.tokens, again.source], [made.tokens, made.source]);
    strictEqual(made.source.tokenizer, name);
    for (const text of texts) strictEqual(again.decode(made.encode(text)), text);
  }
  strictEqual((await gpt2.ofTexts([])).tokens.length, gpt2.expected);
  strictEqual((await bytes.ofTexts([])).tokens.length, bytes.expected);
});
