const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

function grams(words: readonly string[], n: number): string[] {
  return words.slice(n - 1).map((_, i) => words.slice(i, i + n).join(" "));
}

/**
 * Distinct runs of `n` words as a share of all in some texts (distinct-n). It falls as texts are added,
 * and is compared at equal numbers of texts.
 *
 * Source: Li et al. 2016, "A diversity-promoting objective function for neural conversation models".
 *
 * @returns `null` where no text has a run of `n` words.
 */
export function distinctRuns(texts: readonly string[], n: number): number | null {
  const distinct = new Set<string>();
  let total = 0;
  for (const text of texts) {
    for (const gram of grams(wordsOf(text), n)) {
      distinct.add(gram);
      total++;
    }
  }
  return total === 0 ? null : distinct.size / total;
}

/**
 * Share of the runs of four words within a text that stood in it before (seq-rep-4); 0 of a text with
 * none.
 *
 * Source: Welleck et al. 2020, "Neural text generation with unlikelihood training".
 */
export function repeatedRuns(text: string): number {
  const all = grams(wordsOf(text), 4);
  return all.length === 0 ? 0 : (all.length - new Set(all).size) / all.length;
}
