import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import fc from "fast-check";
import { QM9_TOKENS, smilesTokenizer } from "./smiles_tokenizer.ts";

const tokenizer = smilesTokenizer();

Deno.test("smilesTokenizer() numbers 34 tokens, the mask last", () => {
  assertEquals(tokenizer.tokens.length, 34);
  assertEquals(
    [tokenizer.bosId, tokenizer.eosId, tokenizer.padId, tokenizer.maskId],
    [30, 31, 32, 33],
  );
  assertEquals(tokenizer.tokens.indexOf("#"), 0);
  assertEquals(tokenizer.tokens.indexOf("o"), 29);
});

Deno.test("smilesTokenizer() writes bos, the tokens, eos and pads", () => {
  assertEquals([...tokenizer.encode("C[NH3+]", 6)!], [30, 10, 20, 31, 32, 32]);
});

Deno.test("smilesTokenizer() reads back every string of its tokens", () => {
  const strings = fc.array(fc.constantFrom(...QM9_TOKENS), { maxLength: 22 })
    .map((tokens) => tokens.join(""));
  fc.assert(fc.property(strings, (smiles) => {
    assertEquals(tokenizer.decode(tokenizer.encode(smiles, 24)!), smiles);
  }));
});

Deno.test("smilesTokenizer() refuses unknown tokens, special tokens and long strings", () => {
  for (const smiles of ["CCl", "C[Si]", "C%10", "S", "<bos>", "C".repeat(23), "[C"]) {
    assertEquals(tokenizer.encode(smiles, 24), null, smiles);
  }
});

Deno.test("smilesTokenizer() ends a string at the first eos or pad", () => {
  assertEquals(tokenizer.decode([30, 10, 31, 10, 32]), "C");
  assertEquals(tokenizer.decode([30, 10, 32, 10, 31]), "C");
  assertEquals(tokenizer.decode([30, 31, 32]), "");
});

Deno.test("smilesTokenizer() writes out a mask or a second bos, which no molecule has", () => {
  assertEquals(tokenizer.decode([30, 10, 33, 30, 99, 31]), "C<mask><bos><99>");
});

Deno.test("smilesTokenizer() refuses repeated and empty tokens", () => {
  throws(() => smilesTokenizer(["C", "C"]), RangeError);
  throws(() => smilesTokenizer(["C", ""]), RangeError);
  throws(() => smilesTokenizer(["<pad>"]), RangeError);
});
