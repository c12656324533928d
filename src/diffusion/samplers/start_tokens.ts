import type { Denoiser } from "../../model/denoiser.ts";

/**
 * Copies the tokens that a sampler starts from, all masked if none are given.
 *
 * @param given `[rows, length]`
 * @throws {RangeError} If they are of another number.
 */
export function startTokens(
  { length, maskId }: Pick<Denoiser, "length" | "maskId">,
  rows: number,
  given: Int32Array | undefined,
): Int32Array {
  if (given === undefined) return new Int32Array(rows * length).fill(maskId);
  if (given.length !== rows * length) {
    throw new RangeError(
      `Cannot sample: given must hold ${rows} × ${length} tokens: got ${given.length}`,
    );
  }
  return given.slice();
}
