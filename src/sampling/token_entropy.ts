/**
 * Entropy of the tokens of a sequence, in nats: 0 where it repeats one token, `log(length)` where all
 * differ. Generated text with much less of it than real text repeats itself (Zheng et al. 2024).
 */
export function tokenEntropy(ids: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) {
    const share = count / ids.length;
    entropy -= share * Math.log(share);
  }
  return entropy;
}
