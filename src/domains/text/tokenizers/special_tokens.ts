import type { TextTokenizer } from "./text_tokenizer.ts";

/** Tokens that are no part of a text; they follow its tokens, the mask last. */
export const SPECIAL_TOKENS = ["<bos>", "<eos>", "<pad>", "<mask>"] as const;

/** A tokenizer before it has special tokens. */
export interface OwnTokens extends Pick<TextTokenizer, "source" | "encode"> {
  /** Its tokens. */
  readonly own: readonly string[];
  /** The text of a run of its ids. */
  decodeOwn(ids: readonly number[]): string;
}

/** Makes a tokenizer of one that knows text alone. */
export function withSpecialTokens(
  { source, own, encode, decodeOwn }: OwnTokens,
): TextTokenizer {
  const bosId = own.length, tokens = [...own, ...SPECIAL_TOKENS];
  return {
    ...{ source, tokens, bosId, eosId: bosId + 1, padId: bosId + 2, maskId: bosId + 3 },
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

/** The tokens of a data set that are not special. */
export function withoutSpecialTokens(tokens: readonly string[]): readonly string[] {
  return tokens.slice(0, -SPECIAL_TOKENS.length);
}
