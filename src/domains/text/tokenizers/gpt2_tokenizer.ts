import { END_OF_TEXT, isPacked, SPECIAL_TOKENS, withSpecialTokens } from "./special_tokens.ts";
import type { TextTokenizer, TextTokenizerKind } from "./text_tokenizer.ts";

async function gpt2Tokenizer(packed = false): Promise<TextTokenizer> {
  const { encode } = await import("gpt-tokenizer/encoding/r50k_base");
  const { default: pieces } = await import("gpt-tokenizer/bpeRanks/r50k_base");
  const encoder = new TextEncoder();
  const bytes = [...pieces, END_OF_TEXT].map((piece) =>
    typeof piece === "string" ? encoder.encode(piece) : Uint8Array.from(piece)
  );
  // Not the library's decode(): it keeps the bytes of an unfinished character for its next call.
  const decodeOwn = (ids: readonly number[]) =>
    new TextDecoder("utf-8", { ignoreBOM: true })
      .decode(Uint8Array.from(ids.flatMap((id) => [...bytes[id]!])));
  return withSpecialTokens({
    ...{ source: { tokenizer: "gpt2" }, packed },
    own: bytes.map((_, id) => decodeOwn([id])),
    encode: (text) => encode(text, { disallowedSpecial: new Set() }),
    decodeOwn,
  });
}

/**
 * GPT-2's byte-level byte-pair encoding, 50,257 tokens. A token that is part of a character only is
 * called `\ufffd`.
 */
export const GPT2_TOKENIZER: TextTokenizerKind = {
  tokens: "its 50,257 byte pairs",
  expected: 50_257 + SPECIAL_TOKENS.length,
  ofTexts: (_texts, { packed } = {}) => gpt2Tokenizer(packed),
  ofDataset: (facts) => gpt2Tokenizer(isPacked(facts)),
};
