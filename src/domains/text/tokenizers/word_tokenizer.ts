import { isPacked, withoutSpecialTokens, withSpecialTokens } from "./special_tokens.ts";
import type { TextTokenizer, TextTokenizerKind } from "./text_tokenizer.ts";

/** Python's operators and delimiters of several characters, longest first; `####` of GSM8K. */
const SYMBOLS = String
  .raw`\*\*=|\/\/=|>>=|<<=|\.\.\.|#+|\*\*|\/\/|>>|<<|<=|>=|==|!=|->|:=|[-+*\/%@&|^]=`;

/**
 * What a text is cut into, nothing left out: a new line with the indentation after it, a word, a digit
 * or a number, a symbol, each with the space before it; further white space.
 */
const piecesOf = (wholeNumbers: boolean) =>
  new RegExp(
    String.raw`\r?\n[ \t]*| ?\p{L}[\p{L}\p{M}]*| ?\p{N}${
      wholeNumbers ? "+" : ""
    }| ?(?:${SYMBOLS})` +
      String.raw`| ?[^\s\p{L}\p{N}]|\s`,
    "gu",
  );

/** Words and numbers, which may be spelled. */
const IS_WORD = /^ ?[\p{L}\p{N}]/u;

/** A number that is one token. */
const IS_NUMBER = /^ ?\p{N}{2,}$/u;

/**
 * Cuts a text as if a space preceded it, so that a word is one and the same token wherever it stands.
 */
const cut = (text: string, pieces: RegExp): string[] =>
  text === "" ? [] : ` ${text}`.match(pieces)!;

/** The first character of a word with the space before it, then one after the other. */
function spell(piece: string): string[] {
  const characters = [...piece];
  if (characters.length < 2 || characters[0] !== " ") return characters;
  return [` ${characters[1]}`, ...characters.slice(2)];
}

function learn(texts: Iterable<string>, wholeNumbers: boolean, wordShare: number): string[] {
  const pieces = piecesOf(wholeNumbers), counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of cut(text, pieces)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const words = [...counts].reduce((sum, [piece, n]) => IS_WORD.test(piece) ? sum + n : sum, 0);
  const tokens = new Set([" "]);
  for (const [piece, count] of counts) {
    const isOwn = !IS_WORD.test(piece) || count >= wordShare * words;
    for (const part of isOwn ? [piece] : spell(piece)) tokens.add(part);
    // What a word that was never seen is spelled with.
    for (const character of piece) tokens.add(character);
  }
  return [...tokens].sort();
}

function wordTokenizer(
  own: readonly string[],
  { wholeNumbers, packed }: { readonly wholeNumbers: boolean; readonly packed?: boolean },
): TextTokenizer {
  const idOf = new Map(own.map((token, id) => [token, id])), pieces = piecesOf(wholeNumbers);
  const idsOf = (piece: string): number[] => {
    const id = idOf.get(piece);
    if (id !== undefined) return [id];
    const parts = spell(piece).flatMap((part) => idOf.has(part) ? [part] : [...part]);
    return parts.map((part) => {
      const id = idOf.get(part);
      if (id !== undefined) return id;
      throw new RangeError(
        `Cannot encode ${JSON.stringify(piece)}: ${JSON.stringify(part)} is none of the ` +
          `${own.length} words and characters that were learned`,
      );
    });
  };
  return withSpecialTokens({
    source: { tokenizer: "words" },
    ...{ own, packed },
    encode(text) {
      const ids: number[] = [];
      for (const piece of cut(text, pieces)) {
        const id = idOf.get(piece);
        if (id !== undefined) ids.push(id);
        else ids.push(...idsOf(piece));
      }
      return ids;
    },
    decodeOwn(ids) {
      const text = ids.map((id) => own[id]).join("");
      return text.startsWith(" ") ? text.slice(1) : text;
    },
  });
}

/**
 * Words, digits or numbers, and Python's symbols as tokens, with the space before them; a new line is
 * one with its indentation. They are learned from texts; what is rare among those, or new, is spelled.
 * A text comes back as it was, so that a program still runs.
 */
export const WORD_TOKENIZER: TextTokenizerKind = {
  tokens: "words, digits and symbols of the text, rare words spelled",
  // Those of a small language, such as that of the problems that this project makes.
  expected: 200,
  ofTexts(texts, { wholeNumbers = false, wordShare = 1e-5, packed } = {}) {
    const own = learn(texts, wholeNumbers, wordShare);
    return Promise.resolve(wordTokenizer(own, { wholeNumbers, packed }));
  },
  ofDataset(facts) {
    const own = withoutSpecialTokens(facts), packed = isPacked(facts);
    // Where no number is a token, it makes no difference: all of them are spelled.
    const wholeNumbers = own.some((token) => IS_NUMBER.test(token));
    return Promise.resolve(wordTokenizer(own, { wholeNumbers, packed }));
  },
};
