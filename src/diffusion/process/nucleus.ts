/** Whether one token comes before another: the more probable first, of equals the smaller. */
function precedes(probabilities: Float64Array, a: number, b: number): boolean {
  const pa = probabilities[a]!, pb = probabilities[b]!;
  return pa > pb || pa === pb && a < b;
}

/** Lets the token at `parent` sink until none below it precedes it. */
function sink(heap: Int32Array, size: number, probabilities: Float64Array, parent: number): void {
  const token = heap[parent]!;
  for (;;) {
    let child = 2 * parent + 1;
    if (child >= size) break;
    if (child + 1 < size && precedes(probabilities, heap[child + 1]!, heap[child]!)) child++;
    if (!precedes(probabilities, heap[child]!, token)) break;
    heap[parent] = heap[child]!;
    parent = child;
  }
  heap[parent] = token;
}

/**
 * The most probable tokens that add up to at most `p`, in their order, of those that are at least
 * `least` probable; `undefined` if all of these do.
 */
function select(
  probabilities: Float64Array,
  p: number,
  least: number,
): { readonly kept: readonly number[]; readonly sum: number } | undefined {
  const heap = new Int32Array(probabilities.length);
  let size = 0;
  for (let token = 0; token < probabilities.length; token++) {
    if (probabilities[token]! >= least) heap[size++] = token;
  }
  for (let parent = (size >> 1) - 1; parent >= 0; parent--) sink(heap, size, probabilities, parent);
  const kept: number[] = [];
  let sum = 0;
  while (size > 0) {
    const token = heap[0]!;
    if (kept.length > 0 && sum + probabilities[token]! > p) return { kept, sum };
    kept.push(token);
    sum += probabilities[token]!;
    heap[0] = heap[--size]!;
    sink(heap, size, probabilities, 0);
  }
  return least > 0 ? undefined : { kept, sum };
}

/**
 * Keeps the most probable tokens whose probabilities add up to at most `p`, at least one, and
 * rescales them, in place. The token that crosses `p` is left out, as in the released sampler.
 *
 * Sorts no more tokens than are kept, as a vocabulary has many and a sure network keeps few.
 *
 * @param probabilities `[vocab]`
 * @param p Share to keep; 1 keeps all.
 */
export function nucleusFilter(probabilities: Float64Array, p: number): Float64Array {
  if (p >= 1) return probabilities;
  // All tokens below this are together less probable than what is left out, if all add up to 1.
  const least = (1 - p) / (2 * probabilities.length);
  const { kept, sum } = select(probabilities, p, least) ?? select(probabilities, p, 0)!;
  const shares = kept.map((token) => probabilities[token]! / sum);
  probabilities.fill(0);
  kept.forEach((token, i) => probabilities[token] = shares[i]!);
  return probabilities;
}
