import { type IdArray, idArray } from "../../artifacts/dataset.ts";
import { packSequences } from "./pack_sequences.ts";
import type { TextTokenizer } from "./tokenizers/text_tokenizer.ts";

/**
 * Joins documents, each followed by eos, and cuts what that gives into sequences, each wrapped in bos
 * and eos. What does not fill a sequence is left out.
 *
 * Source: `get_dataset` of the released MDLM and ProSeCo code (`wrap: True`), where bos is eos.
 *
 * @param documents Token ids of each.
 * @param length Positions of a sequence, bos and eos included.
 * @returns `[n, length]`
 */
export function packDocuments(
  documents: Iterable<ArrayLike<number>>,
  length: number,
  tokenizer: Pick<TextTokenizer, "tokens" | "bosId" | "eosId">,
): IdArray {
  const most = tokenizer.tokens.length - 1;
  let joined = idArray(2 ** 16, most), size = 0;
  for (const ids of documents) {
    const needed = size + ids.length + 1;
    if (needed > joined.length) {
      const larger = idArray(Math.max(needed, 2 * joined.length), most);
      larger.set(joined.subarray(0, size));
      joined = larger;
    }
    joined.set(ids, size);
    joined[needed - 1] = tokenizer.eosId;
    size = needed;
  }
  return packSequences(joined.subarray(0, size), length, tokenizer);
}
