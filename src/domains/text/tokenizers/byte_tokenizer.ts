import { isPacked, SPECIAL_TOKENS, withSpecialTokens } from "./special_tokens.ts";
import type { TextTokenizer, TextTokenizerKind } from "./text_tokenizer.ts";

/** ASCII is called by itself, a byte beyond it `<0xe6>`. */
const NAMES: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => byte < 0x80 ? String.fromCharCode(byte) : `<0x${byte.toString(16)}>`,
);

function byteTokenizer(packed = false): Promise<TextTokenizer> {
  const encoder = new TextEncoder();
  return Promise.resolve(withSpecialTokens({
    source: { tokenizer: "bytes" },
    ...{ own: NAMES, packed },
    encode: (text) => [...encoder.encode(text)],
    decodeOwn: (ids) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(ids)),
  }));
}

/** The 256 bytes of UTF-8 as tokens: any text, at a token or more a character. */
export const BYTE_TOKENIZER: TextTokenizerKind = {
  tokens: "the 256 bytes of UTF-8",
  expected: NAMES.length + SPECIAL_TOKENS.length,
  ofTexts: (_texts, { packed } = {}) => byteTokenizer(packed),
  ofDataset: (facts) => byteTokenizer(isPacked(facts)),
};
