import { philox } from "./philox.ts";

/**
 * Names a random stream. Keys are values: deriving a stream from a key never changes it, so what a
 * piece of code draws depends on its key alone and not on what ran before.
 */
export type RandomKey = readonly [number, number];

const SEED_DOMAIN = 0x70726f73, FOLD_DOMAIN = 0x65636f21;

/** Hashes text to 32 bits (FNV-1a), so that streams can be named. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * Makes a key from a seed.
 *
 * @throws {RangeError} If the seed is not an integer in [0, 2^53).
 */
export function randomKey(seed: number): RandomKey {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Cannot make a random key: seed must be an integer in [0, 2^53): got ${seed}`,
    );
  }
  const [k0, k1] = philox([SEED_DOMAIN, 0], [seed >>> 0, Math.floor(seed / 2 ** 32), 0, 0]);
  return [k0, k1];
}

/**
 * Derives an independent key, one for each distinct list of `data`.
 *
 * @example
 * ```ts ignore
 * const key = foldIn(randomKey(seed), "corrupt", step);
 * ```
 */
export function foldIn(key: RandomKey, ...data: (number | string)[]): RandomKey {
  let [k0, k1] = key;
  for (const item of data) {
    const isText = typeof item === "string";
    const low = isText ? hashText(item) : item >>> 0;
    const high = isText ? 0xffffffff : Math.floor(item / 2 ** 32) >>> 0;
    [k0, k1] = philox([k0, k1], [low, high, 0, FOLD_DOMAIN]);
  }
  return [k0, k1];
}
