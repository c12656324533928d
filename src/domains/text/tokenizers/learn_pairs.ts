/** A word as the tokens that it is made of so far. */
interface Word {
  readonly count: number;
  tokens: number[];
}

/** Pairs of tokens with how often they stand side by side, and in which words. */
class PairCounts {
  readonly #counts = new Map<string, { left: number; right: number; count: number }>();
  readonly #words = new Map<string, Set<Word>>();

  /** Counts the pairs of a word, or takes them away again. */
  add(word: Word, sign: 1 | -1): void {
    const { tokens, count } = word;
    for (let i = 0; i + 1 < tokens.length; i++) {
      const left = tokens[i]!, right = tokens[i + 1]!, name = `${left} ${right}`;
      const pair = this.#counts.get(name) ?? { left, right, count: 0 };
      pair.count += sign * count;
      this.#counts.set(name, pair);
      if (sign < 0) continue;
      const words = this.#words.get(name) ?? new Set();
      this.#words.set(name, words.add(word));
    }
  }

  /** The most frequent pair, of equals that of the smaller ids; `undefined` if none is there twice. */
  best() {
    let best: { left: number; right: number; count: number } | undefined;
    for (const pair of this.#counts.values()) {
      if (pair.count < 2 || pair.count < (best?.count ?? 0)) continue;
      const isFirst = best === undefined || pair.count > best.count ||
        pair.left < best.left || pair.left === best.left && pair.right < best.right;
      if (isFirst) best = pair;
    }
    return best;
  }

  /** The words that have a pair, which is then forgotten. */
  take(left: number, right: number): Iterable<Word> {
    const name = `${left} ${right}`, words = this.#words.get(name) ?? [];
    this.#words.delete(name);
    return words;
  }
}

/** Puts a token in place of each pair, from left to right. */
function joinPairs(tokens: readonly number[], left: number, right: number, joined: number) {
  const result: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const isPair = tokens[i] === left && tokens[i + 1] === right;
    result.push(isPair ? joined : tokens[i]!);
    if (isPair) i++;
  }
  return result;
}

/**
 * Learns a byte-pair encoding: the most frequent pair of tokens becomes a token, again and again.
 *
 * @param counts How often each word occurs.
 * @param alphabet The characters of the words.
 * @param size Most tokens, those of the alphabet included; fewer where no pair is left that occurs twice.
 * @returns The tokens in the order in which they were learned.
 */
export function learnPairs(
  counts: ReadonlyMap<string, number>,
  alphabet: readonly string[],
  size: number,
): string[] {
  const tokens = [...alphabet], idOf = new Map(tokens.map((token, id) => [token, id]));
  const pairs = new PairCounts();
  for (const [text, count] of counts) {
    pairs.add({ count, tokens: [...text].map((character) => idOf.get(character)!) }, 1);
  }
  while (tokens.length < size) {
    const best = pairs.best();
    if (best === undefined) break;
    const { left, right } = best, text = tokens[left]! + tokens[right]!;
    // Two pairs may spell the same text, which then is one token.
    const joined = idOf.get(text) ?? tokens.push(text) - 1;
    idOf.set(text, joined);
    for (const word of pairs.take(left, right)) {
      pairs.add(word, -1);
      word.tokens = joinPairs(word.tokens, left, right, joined);
      pairs.add(word, 1);
    }
  }
  return tokens;
}
