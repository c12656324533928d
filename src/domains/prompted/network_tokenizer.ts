import { publishedTokens } from "../../model/vocabulary/published_tokens.ts";
import { readVocabulary } from "../../model/vocabulary/tokens_file.ts";
import { exists, whyMissing } from "../../support/files.ts";
import { UserError } from "../../support/user_error.ts";
import type { TextTokenizer } from "../text/tokenizers/text_tokenizer.ts";
import { TEXT_TOKENIZERS, textTokenizer } from "../text/tokenizers/text_tokenizers.ts";

/**
 * The tokenizer that a network was trained with, by its `tokens.json` or, of one that others published,
 * its `tokenizer.json`.
 *
 * @param folder Of the network.
 * @throws {UserError} If no tokens of a text lie there.
 */
export async function networkTokenizer(folder: string): Promise<TextTokenizer> {
  const vocabulary = await readVocabulary(folder);
  if (vocabulary === undefined && exists(`${folder}/tokenizer.json`)) {
    return await TEXT_TOKENIZERS.published.ofTexts([], await publishedTokens("published", folder));
  }
  if (vocabulary?.tokenizer === undefined) {
    throw new UserError(
      `Cannot use the tokens of "${folder}": ` +
        (vocabulary
          ? "its tokens.json names no tokenizer"
          : whyMissing(folder, "tokens.json and no tokenizer.json")),
    );
  }
  const { tokens, tokenizer, bosId, eosId, maskId } = vocabulary;
  const source = { tokenizer, packed: bosId === eosId };
  return await textTokenizer({ source, tokens, maskId, folder });
}
