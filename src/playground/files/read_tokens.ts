import type { PromptPlaces } from "../../artifacts/prompts/prompt_places.ts";
import { networkTokenizer } from "../../domains/prompted/network_tokenizer.ts";
import type { TextTokenizer } from "../../domains/text/tokenizers/text_tokenizer.ts";
import { textTokenizer } from "../../domains/text/tokenizers/text_tokenizers.ts";
import { tokenPiece } from "../../domains/text/tokenizers/token_piece.ts";
import type { Checkpoint } from "../../model/checkpoint.ts";
import type { Vocabulary } from "../../model/vocabulary/tokens_file.ts";
import { checkpointVocabulary } from "../../sampling/checkpoint_vocabulary.ts";
import { exists } from "../../support/files.ts";

/** How prompts are laid out for a network that others published, which was trained for no other way. */
const PUBLISHED_PLACES = { promptPositions: 64, answerPositions: 64, examples: ["What is 2 + 3?"] };

/** What the page must know of a network's tokens. */
export interface NetworkTokens {
  /** The tokens. */
  readonly vocabulary: Vocabulary;
  /** What else their tokenizer needs to know. */
  readonly source: Readonly<Record<string, unknown>>;
  /** What each adds to a text, of text whose tokens have other names. */
  readonly pieces?: readonly string[];
  /** How prompts are laid out where nothing else says it. */
  readonly places?: PromptPlaces;
}

/** What tokens add to a text; `undefined` where that is what they are called. */
function piecesOf(tokenizer: TextTokenizer): string[] | undefined {
  const pieces = tokenizer.tokens.map((_, id) => tokenPiece(tokenizer, id));
  return pieces.some((piece, id) => piece !== tokenizer.tokens[id]) ? pieces : undefined;
}

/**
 * Reads a network's tokens.
 *
 * @param folder Where it lies.
 * @throws {UserError} If it is not known what they are.
 */
export async function readTokens(folder: string, checkpoint: Checkpoint): Promise<NetworkTokens> {
  if (checkpoint.vocabulary === undefined && exists(`${folder}/tokenizer.json`)) {
    const own = await networkTokenizer(folder), { tokens, bosId, eosId, padId, maskId } = own;
    return {
      vocabulary: { tokens, bosId, eosId, padId, maskId, tokenizer: "published" },
      ...{ source: own.source, pieces: piecesOf(own) },
      places: own.chat === undefined ? PUBLISHED_PLACES : { ...PUBLISHED_PLACES, format: "chat" },
    };
  }
  const { tokens, bosId, eosId, padId, maskId, tokenizer } = await checkpointVocabulary(
    folder,
    checkpoint,
  );
  const vocabulary = { tokens, bosId, eosId, padId, maskId, tokenizer };
  if (tokenizer === undefined) return { vocabulary, source: {} };
  const source = { tokenizer, ...(bosId === eosId && { packed: true }) };
  return {
    vocabulary,
    source,
    pieces: piecesOf(await textTokenizer({ ...vocabulary, source, folder })),
  };
}
