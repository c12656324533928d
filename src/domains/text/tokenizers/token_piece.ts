import type { TextTokenizer } from "./text_tokenizer.ts";

/**
 * What a token adds to a text that goes on: a word's with the space before it, which the first word of a
 * text has not; of a token that is a part of a character only, `\ufffd`.
 */
export function tokenPiece({ decode }: Pick<TextTokenizer, "decode">, id: number): string {
  return decode([id, id]).slice(decode([id]).length);
}
