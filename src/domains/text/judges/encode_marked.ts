import type { TextTokenizer } from "../tokenizers/text_tokenizer.ts";

/** What is known of a tokenizer for text in which special tokens stand by their names. */
export type MarkedTokenizer = Omit<TextTokenizer, "source" | "decode">;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Makes the function that encodes a text in which special tokens stand by their names: the counterpart
 * of a decoder that writes them so.
 */
export function markedEncoder(tokenizer: MarkedTokenizer): (text: string) => number[] {
  const { tokens, bosId, eosId, padId, maskId } = tokenizer;
  const special = new Map([bosId, eosId, padId, maskId].map((id) => [tokens[id]!, id]));
  const marks = new RegExp(`(${[...special.keys()].map(escaped).join("|")})`);
  return (text) =>
    text.split(marks).flatMap((part) => {
      const id = special.get(part);
      return id === undefined ? (part === "" ? [] : [...tokenizer.encode(part)]) : [id];
    });
}
