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
  /** The text of token ids; special ones are written by their names. */
  decode(ids: Iterable<number>): string;
}

/** @param decodeOwn The text of a run of ids that are not special. */
function withSpecialTokens(
  own: readonly string[],
  encode: TextTokenizer["encode"],
  decodeOwn: (ids: number[]) => string,
): TextTokenizer {
  const bosId = own.length, tokens = [...own, ...SPECIAL_TOKENS];
  return {
    tokens,
    ...{ bosId, eosId: bosId + 1, padId: bosId + 2, maskId: bosId + 3 },
    encode,
    decode(ids) {
      let text = "", run: number[] = [];
      for (const id of ids) {
        if (id < bosId) {
          run.push(id);
        } else {
          text += decodeOwn(run) + tokens[id];
          run = [];
        }
      }
      return text + decodeOwn(run);
    },
  };
}

/** The token that the last id of GPT-2 stands for, which joins documents. */
const END_OF_TEXT = "<|endoftext|>";

/**
 * GPT-2's byte-level byte-pair encoding, 50,257 tokens. A token that is part of a character only is
 * called `\ufffd`.
 */
export async function gpt2Tokenizer(): Promise<TextTokenizer> {
  const { encode } = await import("gpt-tokenizer/encoding/r50k_base");
  const { default: pieces } = await import("gpt-tokenizer/bpeRanks/r50k_base");
  const encoder = new TextEncoder();
  const bytes = [...pieces, END_OF_TEXT].map((piece) =>
    typeof piece === "string" ? encoder.encode(piece) : Uint8Array.from(piece)
  );
  // Not the library's decode(): it keeps the bytes of an unfinished character for its next call.
  const decode = (ids: number[]) =>
    new TextDecoder("utf-8", { ignoreBOM: true })
      .decode(Uint8Array.from(ids.flatMap((id) => [...bytes[id]!])));
  const own = bytes.map((_, id) => decode([id]));
  return withSpecialTokens(own, (text) => encode(text, { disallowedSpecial: new Set() }), decode);
}

/** The characters of a text as tokens, in the order of their code points. */
export function characterTokenizer(text: string): TextTokenizer {
  const own = [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const idOf = new Map(own.map((character, id) => [character, id]));
  const encode = (text: string) =>
    Array.from(text, (character) => {
      const id = idOf.get(character);
      if (id !== undefined) return id;
      throw new RangeError(
        `Cannot encode ${JSON.stringify(character)}: it is none of the ${own.length} characters`,
      );
    });
  return withSpecialTokens(own, encode, (ids) => ids.map((id) => own[id]).join(""));
}

/** A way of cutting text into tokens. */
export interface TextTokenizerKind {
  /** Which tokens it has, in a phrase. */
  readonly tokens: string;
  /** How many those are with the special ones, before a text is known. */
  readonly expected: number;
  /** The tokenizer for a text. */
  ofText(text: string): Promise<TextTokenizer>;
  /** The tokenizer of a data set's tokens, special ones included. */
  ofTokens(tokens: readonly string[]): Promise<TextTokenizer>;
}

/** Ways of cutting text into tokens by the names that data sets and pipeline files have. */
export const TEXT_TOKENIZERS = {
  gpt2: {
    tokens: "its 50,257 byte pairs",
    expected: 50_257 + SPECIAL_TOKENS.length,
    ofText: gpt2Tokenizer,
    ofTokens: gpt2Tokenizer,
  },
  characters: {
    tokens: "those of the text",
    // Those of a text are taken to be as many as of an English one.
    expected: 80,
    ofText: (text) => Promise.resolve(characterTokenizer(text)),
    ofTokens: (tokens) =>
      Promise.resolve(characterTokenizer(tokens.slice(0, -SPECIAL_TOKENS.length).join(""))),
  },
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
 * @param name Its name in {@linkcode TEXT_TOKENIZERS}.
 * @param tokens The data set's tokens, special ones included.
 * @throws {RangeError} If the name is none of a text tokenizer.
 */
export async function textTokenizer(
  name: unknown,
  tokens: readonly string[],
): Promise<TextTokenizer> {
  const known = TEXT_TOKENIZER_NAMES.find((known) => known === name);
  if (known !== undefined) return await TEXT_TOKENIZERS[known].ofTokens(tokens);
  throw new RangeError(
    `Cannot read tokens as text: their data set says tokenizer ${
      JSON.stringify(name)
    }, known are ` +
      TEXT_TOKENIZER_NAMES.join(" and "),
  );
}
