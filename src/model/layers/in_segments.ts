import type * as tf from "@tensorflow/tfjs-core";
import { recomputed } from "../../tensor/ops/recomputed.ts";
import type { PassOptions } from "../architecture.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Blocks that are applied one after the other. */
export interface Blocks extends Pick<PassOptions, "recomputes"> {
  /** How many. */
  readonly count: number;
  /** What the names of a block's parameters hold, and no others. */
  partOf(block: number): string;
  /** All parameters by name. */
  readonly parameters: Tensors;
  /** What blocks read beside, without gradients. */
  readonly kept: readonly tf.Tensor[];
}

/**
 * Applies blocks one after the other: where the way back computes them anew, in segments of about as
 * many blocks as there are segments, of each of which only what it reads is kept.
 */
export function inSegments(
  x: tf.Tensor,
  apply: (x: tf.Tensor, block: number, own: Tensors, kept: readonly tf.Tensor[]) => tf.Tensor,
  { count, partOf, parameters, kept, recomputes }: Blocks,
): tf.Tensor {
  const size = recomputes === undefined ? count : Math.ceil(Math.sqrt(count));
  let features = x;
  for (let start = 0; start < count; start += size) {
    const blocks = Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
    const through = (x: tf.Tensor, own: Tensors, kept: readonly tf.Tensor[]) =>
      blocks.reduce((x, block) => apply(x, block, own, kept), x);
    if (recomputes === undefined) {
      features = through(features, parameters, kept);
      continue;
    }
    const names = Object.keys(parameters).filter((name) =>
      recomputes.has(name) && blocks.some((block) => name.includes(partOf(block)))
    );
    features = recomputed(
      (x, moved, kept) => {
        const own = Object.fromEntries(names.map((name, i) => [name, moved[i]!]));
        return through(x, { ...parameters, ...own }, kept);
      },
      features,
      { moved: names.map((name) => parameters[name]!), kept },
    );
  }
  return features;
}
