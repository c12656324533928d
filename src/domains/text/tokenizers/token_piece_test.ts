import { deepStrictEqual } from "node:assert/strict";
import { TEXT_TOKENIZERS } from "./text_tokenizers.ts";
import { tokenPiece } from "./token_piece.ts";

const piecesOf = async (name: "words" | "bytes" | "characters", text: string) => {
  const tokenizer = await TEXT_TOKENIZERS[name].ofTexts([text]);
  return [...tokenizer.encode(text), tokenizer.eosId].map((id) => tokenPiece(tokenizer, id));
};

Deno.test("tokenPiece() keeps the space before a word, and names special tokens", async () => {
  deepStrictEqual(await piecesOf("words", "def f(x):\n  return x"), [
    ...[" def", " f", "(", "x", ")", ":", "\n  ", "return", " x", "<eos>"],
  ]);
});

Deno.test("tokenPiece() of a part of a character is no text of its own", async () => {
  deepStrictEqual(await piecesOf("bytes", "né"), ["n", "\ufffd", "\ufffd", "<eos>"]);
  deepStrictEqual(await piecesOf("characters", "né"), ["n", "é", "<eos>"]);
});
