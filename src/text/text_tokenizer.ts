/** Ways of cutting text into tokens: GPT-2's byte pairs, or the text's own characters. */
export const TEXT_TOKENIZERS = ["gpt2", "characters"] as const;

/** Tokens that are no part of a text; they follow its tokens, the mask last. */
const SPECIAL_TOKENS = ["<bos>", "<eos>", "<pad>", "<mask>"] as const;

/** Writes text as token ids. */
export interface TextTokenizer {
  /** All tokens, special ones included; a token's id is its index. */
  readonly tokens: readonly string[];
  /** Id of the token that begins every sequence. */
  readonly bosId: number;
  /** Id of the token that ends it. */
  readonly eosId: number;
  /** Id of the token that fills up a sequence. */
  readonly padId: number;
  /** Id of the absorbing token of masked diffusion; the last id. */
  readonly maskId: number;
  /**
   * The token ids of a text, special ones aside.
   *
   * @throws {RangeError} If it has a character that is no token.
   */
  encode(text: string): readonly number[];
}

function withSpecialTokens(
  own: readonly string[],
  encode: TextTokenizer["encode"],
): TextTokenizer {
  const bosId = own.length;
  return {
    tokens: [...own, ...SPECIAL_TOKENS],
    ...{ bosId, eosId: bosId + 1, padId: bosId + 2, maskId: bosId + 3 },
    encode,
  };
}

/**
 * GPT-2's byte-level byte-pair encoding, 50,257 tokens. A token that is part of a character only is
 * called `\ufffd`.
 */
export async function gpt2Tokenizer(): Promise<TextTokenizer> {
  const { decode, encode, vocabularySize } = await import("gpt-tokenizer/encoding/r50k_base");
  const own = Array.from({ length: vocabularySize }, (_, id) => decode([id]));
  return withSpecialTokens(own, (text) => encode(text, { disallowedSpecial: new Set() }));
}

/** The characters of a text as tokens, in the order of their code points. */
export function characterTokenizer(text: string): TextTokenizer {
  const own = [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const idOf = new Map(own.map((character, id) => [character, id]));
  return withSpecialTokens(own, (text) =>
    Array.from(text, (character) => {
      const id = idOf.get(character);
      if (id !== undefined) return id;
      throw new RangeError(
        `Cannot encode ${JSON.stringify(character)}: it is none of the ${own.length} characters`,
      );
    }));
}
