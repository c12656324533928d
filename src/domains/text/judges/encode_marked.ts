/** What is known of a tokenizer for text in which special tokens stand by their names. */
export interface MarkedTokenizer {
  /** All tokens, special ones included. */
  readonly tokens: readonly string[];
  /** Id of the token that begins a sequence. */
  readonly bosId: number;
  /** Id of the token that ends it. */
  readonly eosId: number;
  /** Id of the token that fills up a sequence. */
  readonly padId: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** The token ids of a text without special ones. */
  encode(text: string): readonly number[];
}

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
