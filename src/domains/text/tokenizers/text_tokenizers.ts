import { BPE_TOKENIZER } from "./bpe_tokenizer.ts";
import { BYTE_TOKENIZER } from "./byte_tokenizer.ts";
import { CHARACTER_TOKENIZER } from "./character_tokenizer.ts";
import { GPT2_TOKENIZER } from "./gpt2_tokenizer.ts";
import { PUBLISHED_TOKENIZER } from "./published/published_kind.ts";
import type { TextTokenizer, TextTokenizerKind, TokenizerFacts } from "./text_tokenizer.ts";
import { WORD_TOKENIZER } from "./word_tokenizer.ts";

/** Ways of cutting text into tokens by the names that data sets and pipeline files have. */
export const TEXT_TOKENIZERS = {
  gpt2: GPT2_TOKENIZER,
  characters: CHARACTER_TOKENIZER,
  bytes: BYTE_TOKENIZER,
  words: WORD_TOKENIZER,
  bpe: BPE_TOKENIZER,
  published: PUBLISHED_TOKENIZER,
} as const satisfies Readonly<Record<string, TextTokenizerKind>>;

/** Name of a way of cutting text into tokens. */
export type TextTokenizerName = keyof typeof TEXT_TOKENIZERS;

/** Names of all ways of cutting text into tokens. */
export const TEXT_TOKENIZER_NAMES = Object.keys(TEXT_TOKENIZERS) as TextTokenizerName[];

/** The one that is taken where none is chosen. */
export const DEFAULT_TEXT_TOKENIZER: TextTokenizerName = "gpt2";

/**
 * The tokenizer that a text data set was made with.
 *
 * @param facts What the data set says of itself: its source names the tokenizer.
 * @throws {RangeError} If the name is none of a text tokenizer.
 */
export async function textTokenizer(facts: TokenizerFacts): Promise<TextTokenizer> {
  const { tokenizer } = facts.source;
  const known = TEXT_TOKENIZER_NAMES.find((known) => known === tokenizer);
  if (known !== undefined) return await TEXT_TOKENIZERS[known].ofDataset(facts);
  throw new RangeError(
    `Cannot read tokens as text: their data set says tokenizer ${
      JSON.stringify(tokenizer)
    }, known are ` +
      new Intl.ListFormat("en-GB").format(TEXT_TOKENIZER_NAMES),
  );
}
