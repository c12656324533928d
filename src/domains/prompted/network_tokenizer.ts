import { readVocabulary } from "../../model/vocabulary/tokens_file.ts";
import { UserError } from "../../support/user_error.ts";
import type { TextTokenizer } from "../text/tokenizers/text_tokenizer.ts";
import { textTokenizer } from "../text/tokenizers/text_tokenizers.ts";

/**
 * The tokenizer that a network was trained with.
 *
 * @param folder Of the network.
 * @throws {UserError} If no tokens of a text lie there.
 */
export async function networkTokenizer(folder: string): Promise<TextTokenizer> {
  const vocabulary = await readVocabulary(folder);
  if (vocabulary?.tokenizer === undefined) {
    throw new UserError(
      `Cannot use the tokens of "${folder}": ` +
        (vocabulary ? "its tokens.json names no tokenizer" : "it has no tokens.json"),
    );
  }
  const { tokens, tokenizer, bosId, eosId } = vocabulary;
  return await textTokenizer({ source: { tokenizer, packed: bosId === eosId }, tokens });
}
