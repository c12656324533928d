import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import {
  checkSameTokens,
  readVocabulary,
  type Vocabulary,
  writeVocabulary,
} from "./tokens_file.ts";

const VOCABULARY: Vocabulary = {
  tokens: ['"', "\\", "é", "<bos>", "<eos>", "<pad>", "<mask>"],
  ...{ bosId: 3, eosId: 4, padId: 5, maskId: 6 },
};

Deno.test("tokens are read as they were written, and a folder without any has none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    strictEqual(await readVocabulary(folder), undefined);
    for (const vocabulary of [VOCABULARY, { ...VOCABULARY, tokenizer: "gpt2" }]) {
      await writeVocabulary(folder, vocabulary);
      deepStrictEqual(await readVocabulary(folder), vocabulary);
    }
    await writeVocabulary(folder, { ...VOCABULARY, maskId: 7 });
    await rejects(readVocabulary(folder), /maskId is 7, there are 7 tokens/);
    await Deno.writeTextFile(`${folder}/tokens.json`, '{"tokens": ["a"]}');
    await rejects(readVocabulary(folder), /Cannot read the tokens ".*tokens\.json": .*bosId/s);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("checkSameTokens() names the first id that means another token", () => {
  const { tokens } = VOCABULARY;
  checkSameTokens(undefined, { tokens });
  checkSameTokens(VOCABULARY, { tokens });
  throws(
    () => checkSameTokens(VOCABULARY, { tokens: tokens.with(2, "e") }),
    /id 2 is "é" there and "e" here; make the data set with the checkpoint's folder as tokens/,
  );
  throws(
    () => checkSameTokens(VOCABULARY, { tokens: tokens.slice(0, 6) }),
    /id 6 is "<mask>" there/,
  );
  throws(() => checkSameTokens(VOCABULARY, { tokens: [...tokens, "x"] }), /id 7 is nothing there/);
});
