import { smilesTokenizer } from "../domains/molecules/smiles_tokenizer.ts";
import { TEXT_TOKENIZERS } from "../domains/text/tokenizers/text_tokenizers.ts";
import type { Checkpoint } from "../model/checkpoint.ts";
import type { Vocabulary } from "../model/vocabulary/tokens_file.ts";
import { exists } from "../support/files.ts";
import { UserError } from "../support/user_error.ts";

/** Tokens of the released networks of text: those of GPT-2 and the mask. */
const RELEASED_VOCAB = 50_258;

/**
 * The tokens of a checkpoint; where it has none with it, those of QM9 or GPT-2 if it has as many.
 *
 * @param folder Where it lies, for the error.
 * @throws {UserError} If it is not known what its tokens are.
 */
export async function checkpointVocabulary(
  folder: string,
  { config, vocabulary }: Checkpoint,
): Promise<Vocabulary> {
  if (vocabulary !== undefined) return vocabulary;
  const { tokens, bosId, eosId, padId, maskId } = smilesTokenizer();
  if (config.vocab === tokens.length && config.maskId === maskId) {
    return { tokens, bosId, eosId, padId, maskId };
  }
  if (config.vocab === RELEASED_VOCAB && config.maskId === RELEASED_VOCAB - 1) {
    return { ...await TEXT_TOKENIZERS.gpt2.ofTexts([], { packed: true }), tokenizer: "gpt2" };
  }
  if (exists(`${folder}/tokenizer.json`)) {
    throw new UserError(
      `Cannot sample from "${folder}": it is a network that answers prompts: deno task generate ` +
        `${folder} "prompt"`,
    );
  }
  throw new UserError(
    `Cannot sample from "${folder}": nothing says what its ${config.vocab} tokens are; put ` +
      "tokens.json beside its config.json, as docs/checkpoints.md has it",
  );
}
