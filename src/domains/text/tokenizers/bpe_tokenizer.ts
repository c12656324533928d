import { isPacked, withoutSpecialTokens, withSpecialTokens } from "./special_tokens.ts";
import type { TextTokenizer, TextTokenizerKind } from "./text_tokenizer.ts";
import { learnPairs } from "./learn_pairs.ts";

/** Tokens in all, special ones included, where nothing is said. */
const DEFAULT_SIZE = 1024;

/**
 * What a text is cut into before pairs are joined, as GPT-2 does: a word, a digit or other characters,
 * each with the space before it; white space.
 */
const PIECES = / ?\p{L}[\p{L}\p{M}]*| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s/gu;

const cut = (text: string): string[] => text.match(PIECES) ?? [];

/** Joins the pair that was learned first, as long as there is one. */
function join(piece: string, idOf: ReadonlyMap<string, number>): number[] {
  const parts = [...piece];
  while (true) {
    let best = Infinity, at = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const id = idOf.get(parts[i]! + parts[i + 1]!);
      if (id !== undefined && id < best) [best, at] = [id, i];
    }
    if (at < 0) break;
    parts.splice(at, 2, parts[at]! + parts[at + 1]!);
  }
  return parts.map((part) => {
    const id = idOf.get(part);
    if (id !== undefined) return id;
    throw new RangeError(
      `Cannot encode ${JSON.stringify(part)}: it is none of the characters of the text that the ` +
        "pairs were learned from",
    );
  });
}

function bpeTokenizer(own: readonly string[], packed: boolean | undefined): TextTokenizer {
  const idOf = new Map(own.map((token, id) => [token, id])), known = new Map<string, number[]>();
  return withSpecialTokens({
    source: { tokenizer: "bpe" },
    ...{ own, packed },
    encode(text) {
      const ids: number[] = [];
      for (const piece of cut(text)) {
        let own = known.get(piece);
        if (own === undefined) known.set(piece, own = join(piece, idOf));
        for (const id of own) ids.push(id);
      }
      return ids;
    },
    decodeOwn: (ids) => ids.map((id) => own[id]).join(""),
  });
}

/**
 * A byte-pair encoding of characters, learned from the texts: their characters, then the pairs of tokens
 * within a word that are the most frequent, joined one after the other. A token's id says when it was
 * learned, so that the tokens are all that encoding needs.
 *
 * Source: Sennrich et al. 2016, arXiv:1508.07909.
 */
export const BPE_TOKENIZER: TextTokenizerKind = {
  tokens: "pairs of characters and of such pairs, learned from the text",
  expected: DEFAULT_SIZE,
  ofTexts(texts, { size = DEFAULT_SIZE, packed = false } = {}) {
    const counts = new Map<string, number>(), characters = new Set<string>();
    for (const text of texts) {
      for (const piece of cut(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
    for (const piece of counts.keys()) for (const character of piece) characters.add(character);
    const alphabet = [...characters].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
    const special = withSpecialTokens({
      ...{ source: {}, own: [], packed, encode: () => [], decodeOwn: () => "" },
    }).tokens.length;
    if (2 * alphabet.length > size) {
      throw new RangeError(
        `Cannot learn ${size} tokens of a text with ${alphabet.length} different characters: set ` +
          `vocabulary to at least ${2 * alphabet.length}, or tokenizer to bytes`,
      );
    }
    return Promise.resolve(bpeTokenizer(learnPairs(counts, alphabet, size - special), packed));
  },
  ofDataset: (facts) => Promise.resolve(bpeTokenizer(withoutSpecialTokens(facts), isPacked(facts))),
};
