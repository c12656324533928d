import { type IdArray, idArray } from "../../artifacts/dataset.ts";
import type { TextTokenizer } from "./tokenizers/text_tokenizer.ts";

/**
 * Cuts a text's tokens into sequences: bos, as many tokens as fit, eos. What does not fill a sequence is
 * left out.
 *
 * @param ids Token ids of the whole text.
 * @param length Positions of a sequence, bos and eos included.
 * @returns `[n, length]`
 */
export function packSequences(
  ids: ArrayLike<number>,
  length: number,
  { tokens, bosId, eosId }: Pick<TextTokenizer, "tokens" | "bosId" | "eosId">,
): IdArray {
  const own = length - 2, n = Math.floor(ids.length / own);
  const packed = idArray(n * length, tokens.length - 1);
  for (let row = 0; row < n; row++) {
    const start = row * length;
    packed[start] = bosId;
    for (let i = 0; i < own; i++) packed[start + 1 + i] = ids[row * own + i]!;
    packed[start + length - 1] = eosId;
  }
  return packed;
}
