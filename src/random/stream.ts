import type { RandomKey } from "./key.ts";
import { type Block, philox } from "./philox.ts";

/** Draws numbers in sequence from the stream that a key names. */
export class RandomStream {
  #key: RandomKey;
  #block: Block = [0, 0, 0, 0];
  #drawn = 0;

  /**
   * Starts a stream.
   *
   * @param key Names it; two streams of one key draw the same numbers.
   */
  constructor(key: RandomKey) {
    this.#key = key;
  }

  /** An integer, uniform in [0, 2^32). */
  uint32(): number {
    const lane = this.#drawn & 3;
    if (lane === 0) {
      const index = this.#drawn / 4;
      this.#block = philox(this.#key, [index >>> 0, Math.floor(index / 2 ** 32), 0, 0]);
    }
    this.#drawn++;
    return this.#block[lane]!;
  }

  /** A float64 with 53 random bits, uniform in [0, 1). */
  uniform(): number {
    const high = this.uint32() >>> 5, low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** An integer, uniform in [0, `bound`). */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** A float64 from the standard normal distribution (Box–Muller, first of the pair). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The integers below `length` in random order (Fisher–Yates). */
  permutation(length: number): Int32Array {
    const order = Int32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}
