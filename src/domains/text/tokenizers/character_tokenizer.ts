import { isPacked, withoutSpecialTokens, withSpecialTokens } from "./special_tokens.ts";
import type { TextTokenizer, TextTokenizerKind } from "./text_tokenizer.ts";

function characterTokenizer(own: readonly string[], packed = false): TextTokenizer {
  const idOf = new Map(own.map((character, id) => [character, id]));
  const encode = (text: string) =>
    Array.from(text, (character) => {
      const id = idOf.get(character);
      if (id !== undefined) return id;
      throw new RangeError(
        `Cannot encode ${JSON.stringify(character)}: it is none of the ${own.length} characters`,
      );
    });
  const decodeOwn = (ids: readonly number[]) => ids.map((id) => own[id]).join("");
  return withSpecialTokens({ source: { tokenizer: "characters" }, own, encode, decodeOwn, packed });
}

/** The characters of a text as tokens, in the order of their code points. */
export const CHARACTER_TOKENIZER: TextTokenizerKind = {
  tokens: "those of the text",
  // Those of a text are taken to be as many as of an English one.
  expected: 80,
  ofTexts(texts, { packed } = {}) {
    const found = new Set<string>();
    for (const text of texts) for (const character of text) found.add(character);
    const own = [...found].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
    return Promise.resolve(characterTokenizer(own, packed));
  },
  ofDataset: (facts) =>
    Promise.resolve(characterTokenizer(withoutSpecialTokens(facts), isPacked(facts))),
};
