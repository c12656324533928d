/** Bits for each entry, and bits that one sets: so one in a thousand others is taken for an entry. */
const BITS_EACH = 14.4, HASHES = 10;

const BASES = [0x811c9dc5, 0x9747b28c] as const;

/** A hash of UTF-8 text to 32 bits: FNV-1a, mixed as MurmurHash3 ends, so that all bits depend on all. */
function hashText(bytes: Uint8Array, base: number): number {
  let hash = base;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) >>> 0;
}

/**
 * A set of texts in few bits, which has all that were added, and takes a small share of others for one
 * of them.
 *
 * Source: Bloom 1970, "Space/time trade-offs in hash coding with allowable errors"; two hashes stand
 * for all (Kirsch and Mitzenmacher 2006).
 */
export class BloomFilter {
  /** Its bits, eight a byte. */
  readonly bytes: Uint8Array<ArrayBuffer>;

  /** Makes one of the bits that another had. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  /** Makes one that has some texts. */
  static of(texts: ReadonlySet<string>): BloomFilter {
    const filter = new BloomFilter(new Uint8Array(Math.ceil(BITS_EACH * texts.size / 8) + 1));
    for (const text of texts) {
      for (const bit of filter.#bits(text)) filter.bytes[bit >>> 3]! |= 1 << (bit & 7);
    }
    return filter;
  }

  /** Whether a text was added; of others, {@linkcode falsePositives} are taken for it. */
  has(text: string): boolean {
    return this.#bits(text).every((bit) => this.bytes[bit >>> 3]! >> (bit & 7) & 1);
  }

  /** Share of other texts that are taken for one that was added: that of its set bits, to the power. */
  get falsePositives(): number {
    let set = 0;
    for (let byte of this.bytes) for (; byte > 0; byte >>= 1) set += byte & 1;
    return (set / (8 * this.bytes.length)) ** HASHES;
  }

  #bits(text: string): number[] {
    const bytes = new TextEncoder().encode(text), count = 8 * this.bytes.length;
    const [first, second] = BASES.map((base) => hashText(bytes, base));
    // An odd second hash, so that the bits of a text differ.
    const stride = (second! | 1) >>> 0;
    return Array.from({ length: HASHES }, (_, i) => (first! + i * stride) % count);
  }
}
