/**
 * Text as tokens and back, and what texts are worth by themselves.
 *
 * @example A tokenizer that is learned from texts
 * ```ts
 * import { repeatedRuns, TEXT_TOKENIZERS } from "@proseco/proseco/text";
 *
 * const tokenizer = await TEXT_TOKENIZERS.characters.ofTexts(["to be or not to be"]);
 * const ids = tokenizer.encode("not to be");
 * if (tokenizer.decode(ids) !== "not to be") throw new Error("the text changed on its way");
 * if (repeatedRuns("to be or not to be or not to be") === 0) throw new Error("it repeats itself");
 * ```
 *
 * @module
 */
export { type Mauve, mauve } from "./judges/mauve.ts";
export { type Points } from "./judges/points.ts";
export { distinctRuns, repeatedRuns } from "./judges/repetition.ts";
export type { ChatMessage, ChatTemplate } from "./tokenizers/published/chat_template.ts";
export type { PublishedFiles } from "./tokenizers/published/published_files.ts";
export {
  type SpecialIds,
  type TextTokenizer,
  type TextTokenizerKind,
  type TokenizerFacts,
  type TokenizerOptions,
} from "./tokenizers/text_tokenizer.ts";
export {
  TEXT_TOKENIZER_NAMES,
  TEXT_TOKENIZERS,
  textTokenizer,
  type TextTokenizerName,
} from "./tokenizers/text_tokenizers.ts";
