import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../../model/architecture.ts";
import type { Network } from "../../model/network.ts";
import { foldIn, type RandomKey, RandomStream } from "../../random/mod.ts";
import type { BatchTensors } from "../../diffusion/objectives/objective.ts";
import { sizeOf, type TensorSpec } from "../../tensor/graph/graph.ts";
import { maskName, type Named } from "./layout.ts";

// A mask's element is decided by 16 random bits, two to a random word.
const RESOLUTION = 2 ** 16;

/** Masks of all passes through the network. */
export function dropoutSpecs(
  { dropoutSites }: Pick<Network, "dropoutSites">,
  batchSize: number,
  passes: number,
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (let pass = 0; pass < passes; pass++) {
    for (const [site, shape] of Object.entries(dropoutSites)) {
      specs[maskName(pass, site)] = { shape: [batchSize, ...shape], dtype: "float32" };
    }
  }
  return specs;
}

/** The dropout of one pass; none where there are no masks. */
export function dropoutOf(masks: Named<tf.Tensor>, pass: number): Dropout | undefined {
  if (Object.keys(masks).length === 0) return undefined;
  return (x, site) => tf.mul(x, masks[maskName(pass, site)]!);
}

/**
 * Fills dropout masks: 0 with the probability `dropout`, else what keeps the mean. A sequence's masks
 * depend on the key and its place in the update alone, however the update is divided.
 *
 * @param firstRow Place of the first sequence in the update.
 */
export function fillDropout(
  masks: BatchTensors,
  specs: Named<TensorSpec>,
  dropout: number,
  key: RandomKey,
  firstRow: number,
): void {
  const threshold = Math.round(dropout * RESOLUTION), kept = RESOLUTION / (RESOLUTION - threshold);
  for (const [name, { shape }] of Object.entries(specs)) {
    const mask = masks[name]!, rowSize = sizeOf(shape.slice(1));
    for (let row = 0; row < shape[0]!; row++) {
      const stream = new RandomStream(foldIn(key, `dropout/${name}`, firstRow + row));
      for (let i = row * rowSize, end = i + rowSize; i < end; i += 2) {
        const word = stream.uint32();
        mask[i] = (word & 0xffff) < threshold ? 0 : kept;
        // Beyond the row's end, for an odd size, the next row overwrites it.
        mask[i + 1] = (word >>> 16) < threshold ? 0 : kept;
      }
    }
  }
}
