import { deepStrictEqual as assertEquals, strictEqual } from "node:assert/strict";
import { packDocuments } from "./pack_documents.ts";

const golden = JSON.parse(
  await Deno.readTextFile(new URL("../../../tests/golden/text/packing.json", import.meta.url)),
);

const TOKENIZER = {
  tokens: Array.from({ length: 62 }, String),
  bosId: golden.bos as number,
  eosId: golden.eos as number,
};

Deno.test("packDocuments() packs as the released code did", () => {
  const packed = packDocuments(golden.documents, golden.length, TOKENIZER);
  assertEquals([...packed], golden.sequences.flat());
});

Deno.test("packDocuments() holds as many documents as there are", () => {
  const documents = Array.from({ length: 90 }, (_, i) => new Array(1000).fill(i % 60));
  const packed = packDocuments(documents, 1003, TOKENIZER);
  strictEqual(packed.length, 90 * 1003);
  for (let row = 0; row < 90; row++) {
    strictEqual(packed.subarray(row * 1003 + 1).indexOf(TOKENIZER.eosId), 1000);
    strictEqual(packed[row * 1003 + 1], row % 60);
  }
});
