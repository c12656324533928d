import type { ChatTemplate } from "./published/chat_template.ts";
import type { PublishedFiles } from "./published/published_files.ts";

/** Ids of tokens with a meaning of their own. */
export interface SpecialIds {
  /** Id of the token that begins every sequence. */
  readonly bosId: number;
  /** Id of the token that ends it. */
  readonly eosId: number;
  /** Id of the token that fills up a sequence. */
  readonly padId: number;
  /** Id of the absorbing token of masked diffusion. */
  readonly maskId: number;
}

/** Writes text as token ids. */
export interface TextTokenizer extends SpecialIds {
  /**
   * What a data set says of it: the name of its kind as `tokenizer`, and whatever
   * {@linkcode TextTokenizerKind.ofDataset} needs beside the tokens.
   */
  readonly source: Readonly<Record<string, unknown>>;
  /** All tokens, special ones included; a token's id is its index. */
  readonly tokens: readonly string[];
  /**
   * The token ids of a text, special ones aside.
   *
   * @throws {RangeError} If it has a character that is no token.
   */
  encode(text: string): readonly number[];
  /** The text of token ids; special ones are written by their names. */
  decode(ids: Iterable<number>): string;
  /** Writes conversations, where it was published with a way to. */
  readonly chat?: ChatTemplate;
}

/** What may be chosen of a tokenizer; each kind reads what is its own. */
export interface TokenizerOptions {
  /** Whether one token begins, ends and joins documents, in place of bos, eos and pad. @default {false} */
  readonly packed?: boolean;
  /** `bpe`: most tokens in all, special ones included. @default {1024} */
  readonly size?: number;
  /** `words`: whether a number is one token, not one for each digit. @default {false} */
  readonly wholeNumbers?: boolean;
  /**
   * `words`: least share of a text's words that a word must be to be a token of its own; a rarer one is
   * spelled.
   *
   * @default {1e-5}
   */
  readonly wordShare?: number;
  /** `published`: the folder with its `tokenizer.json`. */
  readonly folder?: string;
  /** `published`: the texts of that folder's files, where there is no file system. */
  readonly files?: PublishedFiles;
  /**
   * `published`: the network that it is for: how many rows its embedding has, and which one is the
   * mask's.
   *
   * @default {undefined}, the tokenizer names a mask itself
   */
  readonly network?: { readonly vocab: number; readonly maskId: number };
}

/** What a data set, or a network, says of its tokenizer. */
export interface TokenizerFacts extends Partial<Pick<SpecialIds, "maskId">> {
  /** Folder of the data set or the network; a published tokenizer has files there. */
  readonly folder?: string;
  /** The texts of those files, where there is no file system. */
  readonly files?: PublishedFiles;
  /** Of {@linkcode TextTokenizer.source}. */
  readonly source: Readonly<Record<string, unknown>>;
  /** Its tokens, special ones included. */
  readonly tokens: readonly string[];
}

/** A way of cutting text into tokens. */
export interface TextTokenizerKind {
  /** Which tokens it has, in a phrase. */
  readonly tokens: string;
  /** How many those are with the special ones, before a text is known. */
  readonly expected: number;
  /** The tokenizer for texts that are trained on. */
  ofTexts(texts: Iterable<string>, options?: TokenizerOptions): Promise<TextTokenizer>;
  /** The tokenizer that a data set was made with. */
  ofDataset(facts: TokenizerFacts): Promise<TextTokenizer>;
}
