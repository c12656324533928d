import type { TextTokenizer, TokenizerFacts } from "./text_tokenizer.ts";

/** Tokens that are no part of a text; they follow its tokens, the mask last. */
export const SPECIAL_TOKENS = ["<bos>", "<eos>", "<pad>", "<mask>"] as const;

/** The token that joins, begins and ends packed documents, as GPT-2 has it. */
export const END_OF_TEXT = "<|endoftext|>";

/** The special tokens that follow a tokenizer's own. */
function specialTokens(own: readonly string[], packed: boolean): readonly string[] {
  if (!packed) return SPECIAL_TOKENS;
  // The last one of GPT-2's is there already.
  return own.at(-1) === END_OF_TEXT ? ["<mask>"] : [END_OF_TEXT, "<mask>"];
}

/** A tokenizer before it has special tokens. */
export interface OwnTokens extends Pick<TextTokenizer, "source" | "encode"> {
  /** Its tokens. */
  readonly own: readonly string[];
  /** The text of a run of its ids. */
  decodeOwn(ids: readonly number[]): string;
  /** Whether one token, {@linkcode END_OF_TEXT}, stands for bos, eos and pad. @default {false} */
  readonly packed?: boolean;
}

/** Makes a tokenizer of one that knows text alone. */
export function withSpecialTokens(
  { source, own, encode, decodeOwn, packed = false }: OwnTokens,
): TextTokenizer {
  const tokens = [...own, ...specialTokens(own, packed)], maskId = tokens.length - 1;
  const bosId = packed ? maskId - 1 : own.length;
  const ends = packed ? { eosId: bosId, padId: bosId } : { eosId: bosId + 1, padId: bosId + 2 };
  return {
    source: packed ? { ...source, packed } : source,
    ...{ tokens, bosId, ...ends, maskId },
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

/** Whether a data set's tokenizer has one token for bos, eos and pad. */
export function isPacked({ source }: Pick<TokenizerFacts, "source">): boolean {
  return source.packed === true;
}

/** The tokens of a data set that are not special. */
export function withoutSpecialTokens({ tokens, source }: TokenizerFacts): readonly string[] {
  return tokens.slice(
    0,
    isPacked({ source }) ? tokens.indexOf(END_OF_TEXT) : -SPECIAL_TOKENS.length,
  );
}
