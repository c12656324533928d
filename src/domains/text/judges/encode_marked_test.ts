import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { markedEncoder } from "./encode_marked.ts";

Deno.test("markedEncoder() takes names of special tokens for the tokens, all else for text", () => {
  const tokens = ["a", "b", "|", "<", "<|end|>", "<mask>"];
  const encode = markedEncoder({
    ...{ tokens, bosId: 4, eosId: 4, padId: 4, maskId: 5 },
    encode: (text) => Array.from(text, (character) => tokens.indexOf(character)),
  });
  assertEquals(encode("<|end|>ab<|end|><mask><|a"), [4, 0, 1, 4, 5, 3, 2, 0]);
  assertEquals(encode(""), []);
});
