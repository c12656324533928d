import type { Part } from "../../denoising/evaluator.ts";

/** What of the network a step of {@linkcode decodeBlocks} computes. */
export type BlockComputes = "all" | "read" | "prefix" | "dual";

/** Which of these there are. */
export const BLOCK_COMPUTES = [
  "all",
  "read",
  "prefix",
  "dual",
] as const satisfies readonly BlockComputes[];

/** Sequences in blocks. */
export interface BlockPartsOptions {
  /** What a step computes. */
  readonly computes: BlockComputes;
  /** Positions of a sequence. */
  readonly length: number;
  /** Of these, positions before the first block. */
  readonly promptLength: number;
  /** Positions of a block. */
  readonly blockLength: number;
}

/** Rows whose predictions are to be made anew, and of which positions. */
export interface PartOfRows {
  /** The rows. */
  readonly rows: readonly number[];
  /** The part. @default {all} */
  readonly part?: Part;
}

/**
 * Decides which positions a step computes. With `read` these are all, but only those whose logits a step
 * reads go through the last block and to logits: the tokens are those of `all` up to rounding. `prefix` and
 * `dual` take what earlier blocks, or all but the present one, made of themselves at the last step that
 * computed them for what it still is (Fast-dLLM's caches); a step computes them anew at a block's beginning,
 * where the corrector fires, and where one of their tokens has changed since.
 */
export class BlockParts {
  readonly #options: BlockPartsOptions;
  /** Of each row, what its positions held when they were computed last, and for which block. */
  readonly #kept = new Map<number, { readonly end: number; readonly tokens: Int32Array }>();

  /** Nothing is kept yet. */
  constructor(options: BlockPartsOptions) {
    this.#options = options;
  }

  /** All that is generated, which the corrector reads. */
  generated(): Part | undefined {
    const { computes, length, promptLength } = this.#options;
    if (computes === "all") return undefined;
    return { start: promptLength, count: length - promptLength, computes: "seen" };
  }

  /**
   * What a step needs of rows.
   *
   * @param z `[rows, length]`, of all rows.
   * @param end Position after the present block.
   * @param fires Whether the corrector fires, which reads all that is generated.
   */
  step(
    rows: readonly number[],
    z: Int32Array,
    end: number,
    fires: boolean,
  ): readonly PartOfRows[] {
    const { computes, blockLength } = this.#options, start = end - blockLength;
    if (computes === "all") return [{ rows }];
    const read = fires
      ? this.generated()!
      : { start, count: blockLength, computes: "seen" as const };
    if (computes === "read") return [{ rows, part: read }];
    const rest = fires ? [] : rows.filter((row) => this.#isKept(row, z, end));
    const anew = rows.filter((row) => !rest.includes(row));
    for (const row of anew) this.#kept.set(row, { end, tokens: this.#tokensOf(row, z) });
    const parts = [
      { rows: anew, part: { ...read, computes: "seenAndKeeps" as const } },
      {
        rows: rest,
        part: { start, count: this.#endOfPart(end) - start, computes: "itself" as const },
      },
    ];
    return parts.filter(({ rows }) => rows.length > 0);
  }

  #tokensOf(row: number, z: Int32Array): Int32Array {
    const { length } = this.#options;
    return z.slice(row * length, (row + 1) * length);
  }

  /** Position after those that are computed at every step. */
  #endOfPart(end: number): number {
    return this.#options.computes === "dual" ? end : this.#options.length;
  }

  #isKept(row: number, z: Int32Array, end: number): boolean {
    const kept = this.#kept.get(row), start = end - this.#options.blockLength;
    if (kept === undefined || kept.end !== end) return false;
    return this.#tokensOf(row, z).every((token, i) =>
      i >= start && i < this.#endOfPart(end) || token === kept.tokens[i]
    );
  }
}
