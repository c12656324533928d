/** What of a text also stands in another. */
export interface CopiedText {
  /** Characters that lie in common passages of at least the least length. */
  readonly copied: number;
  /** Characters of the longest common passage; 0 where none is of the least length. */
  readonly longest: number;
}

/** Finds passages of texts that also stand in a source. */
export interface CopyFinder {
  /** Characters (UTF-16 units) of the source that are looked through. */
  readonly indexed: number;
  /** Compares a text with the source. */
  find(text: string): CopiedText;
}

/** Options of {@linkcode copyFinder}. */
export interface CopyFinderOptions {
  /** Characters from which on a passage counts. @default {32} */
  readonly least?: number;
  /** Most characters of the source that are looked through, which bounds the memory. @default {2 ** 25} */
  readonly most?: number;
}

/** Base of the rolling hash, which is taken modulo 2^32. */
const BASE = 0x01000193;

/** Hashes of all windows of a text, in order. */
function* windowHashes(text: string, size: number): Generator<number> {
  let out = 1, hash = 0;
  for (let i = 0; i < size; i++) out = Math.imul(out, BASE);
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash, BASE) + text.charCodeAt(i) | 0;
    if (i >= size) hash = hash - Math.imul(out, text.charCodeAt(i - size)) | 0;
    if (i >= size - 1) yield hash;
  }
}

/** Spreads the bits of a hash over its lower ones. */
const spread = (hash: number) => (Math.imul(hash, 0x9e3779b1) ^ hash >>> 15) >>> 0;

/** How many characters two texts have in common from some places on. */
function commonLength(a: string, i: number, b: string, j: number): number {
  let length = 0;
  while (
    i + length < a.length && j + length < b.length &&
    a.charCodeAt(i + length) === b.charCodeAt(j + length)
  ) length++;
  return length;
}

/**
 * Looks for passages of texts in a source, exactly: places are found by hashes of windows and compared.
 * Takes 8 bytes a character of the source beside the source.
 */
export function copyFinder(
  source: string,
  { least = 32, most = 2 ** 25 }: CopyFinderOptions = {},
): CopyFinder {
  const known = source.slice(0, most), bits = Math.max(1, Math.ceil(Math.log2(known.length + 1)));
  const mask = 2 ** bits - 1, heads = new Int32Array(mask + 1).fill(-1);
  const next = new Int32Array(known.length);
  let place = 0;
  for (const hash of windowHashes(known, least)) {
    const bucket = spread(hash) & mask;
    next[place] = heads[bucket]!;
    heads[bucket] = place++;
  }
  /** Longest passage of the source that begins a text at some place. */
  const longestAt = (text: string, at: number, hash: number) => {
    let longest = 0;
    for (let place = heads[spread(hash) & mask]!; place >= 0; place = next[place]!) {
      longest = Math.max(longest, commonLength(text, at, known, place));
    }
    return longest < least ? 0 : longest;
  };
  return {
    indexed: known.length,
    find(text) {
      let copied = 0, longest = 0, end = 0, at = 0;
      for (const hash of windowHashes(text, least)) {
        const length = longestAt(text, at, hash);
        if (at + length > end) {
          copied += at + length - Math.max(end, at);
          end = at + length;
        }
        longest = Math.max(longest, length);
        at++;
      }
      return { copied, longest };
    },
  };
}
