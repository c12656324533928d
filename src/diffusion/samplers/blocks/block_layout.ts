import type { Denoiser } from "../../../model/denoiser.ts";

/** What decides how sequences are cut into blocks. */
export interface BlockLayoutOptions {
  /**
   * Tokens `[rows, length]`: a prompt and then only masks. Shorter prompts are filled up on the left,
   * which `seen` then says.
   */
  readonly prompt: Int32Array;
  /**
   * `[rows, length]`: 0 at the tokens that fill up a prompt, 1 at all others.
   *
   * @default {all ones}
   */
  readonly seen?: Int32Array;
  /** Positions of a block; must divide what follows the prompt. */
  readonly blockLength: number;
  /** Unmasking steps in all; must be a multiple of the number of blocks. */
  readonly T: number;
}

/** How sequences are cut into blocks. */
export interface BlockLayout {
  /** Positions before the first block, those that fill up prompts included. */
  readonly promptLength: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Unmasking steps of a block. */
  readonly stepsPerBlock: number;
}

function fail(reason: string): never {
  throw new RangeError(`Cannot decode blocks: ${reason}`);
}

/**
 * Cuts positions that are generated into blocks.
 *
 * @throws {RangeError} If `blockLength` or `T` does not fit.
 */
export function countBlocks(
  generated: number,
  { blockLength, T }: Pick<BlockLayoutOptions, "blockLength" | "T">,
): Pick<BlockLayout, "blocks" | "stepsPerBlock"> {
  const blocks = generated / blockLength;
  if (!Number.isSafeInteger(blocks) || blocks < 1) {
    fail(`blockLength must divide ${generated} positions: got ${blockLength}`);
  }
  if (!Number.isSafeInteger(T / blocks) || T < blocks) {
    fail(`T must be a multiple of the ${blocks} blocks: got ${T}`);
  }
  return { blocks, stepsPerBlock: T / blocks };
}

/**
 * Cuts what follows the prompts into blocks.
 *
 * @param labels `[rows]`
 * @throws {RangeError} If an option is out of range.
 */
export function layOutBlocks(
  { length, maskId }: Pick<Denoiser, "length" | "maskId">,
  options: BlockLayoutOptions & { readonly labels: Int32Array },
): BlockLayout {
  const { prompt, labels, blockLength, T, seen } = options;
  if (prompt.length !== labels.length * length) {
    fail(`the prompt must hold ${labels.length} × ${length} tokens: got ${prompt.length}`);
  }
  const promptLength = prompt.indexOf(maskId);
  for (let i = 0; i < prompt.length; i++) {
    if ((prompt[i] === maskId) !== (i % length >= promptLength)) {
      fail(`every row must be ${promptLength} tokens and then masks: see position ${i % length}`);
    }
  }
  seen?.forEach((value, i) => {
    const filled = i % length < promptLength && (i % length === 0 || seen[i - 1] === 0);
    if (value === 1 || value === 0 && filled) return;
    fail(`seen must be 0 at what fills up a prompt on the left, then 1: see index ${i}`);
  });
  if (seen !== undefined && seen.length !== prompt.length) {
    fail(`seen must hold ${prompt.length} numbers, as the prompt does: got ${seen.length}`);
  }
  return { promptLength, ...countBlocks(length - promptLength, { blockLength, T }) };
}
