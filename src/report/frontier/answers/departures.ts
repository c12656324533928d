/**
 * Which tokens depart from a text: those of which a character, white space aside, is in no longest common
 * subsequence (Hunt & McIlroy 1976) of both texts.
 *
 * @param tokens The text of each token.
 * @param reference The text to compare with.
 */
export function departures(tokens: readonly string[], reference: string): boolean[] {
  const text = tokens.join(""), n = text.length, m = reference.length, width = m + 1;
  // Length of the longest common subsequence of what follows the i-th and the j-th character.
  const longest = new Uint32Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      longest[i * width + j] = text[i] === reference[j]
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const isCommon = new Array<boolean>(n).fill(false);
  for (let i = 0, j = 0; i < n && j < m;) {
    if (text[i] === reference[j]) {
      isCommon[i++] = true;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  let start = 0;
  return tokens.map((token) => {
    const departs = [...token].some((character, i) =>
      character.trim() !== "" && !isCommon[start + i]
    );
    start += token.length;
    return departs;
  });
}
