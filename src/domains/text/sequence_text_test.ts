import { deepStrictEqual as assertEquals, strictEqual } from "node:assert/strict";
import { sequenceIds, sequenceReader } from "./sequence_text.ts";
import { TEXT_TOKENIZERS } from "./tokenizers/text_tokenizers.ts";

const META = { length: 6, counts: {} };

Deno.test("sequenceIds() takes what stands between bos and the first eos", () => {
  assertEquals(sequenceIds({ bosId: 7, eosId: 8, padId: 9 }, [7, 1, 2, 8, 3, 9]), [1, 2]);
  assertEquals(sequenceIds({ bosId: 7, eosId: 8, padId: 9 }, [1, 2, 3]), [1, 2, 3]);
});

Deno.test("sequenceIds() takes all of a packed sequence, which ends of documents are part of", () => {
  const ids = [7, 1, 7, 2, 3, 7];
  assertEquals(sequenceIds({ bosId: 7, eosId: 7, padId: 7 }, ids), ids);
});

Deno.test("sequenceReader() reads a packed sequence whole, the ends by their name", async () => {
  const tokenizer = await TEXT_TOKENIZERS.characters.ofTexts(["ab"], { packed: true });
  const read = await sequenceReader({ ...META, ...tokenizer });
  strictEqual(read([2, 0, 2, 1, 1, 2]), "<|endoftext|>a<|endoftext|>bb<|endoftext|>");
});
