import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../../model/architecture.ts";
import type { Network } from "../../model/network.ts";
import { dropoutStream, foldIn, type RandomKey, RandomStream } from "../../random/mod.ts";
import type { BatchTensors } from "../../diffusion/objectives/objective.ts";
import { sizeOf, type TensorSpec } from "../../tensor/graph/graph.ts";
import { maskName, type Named } from "./layout.ts";

// A mask's element is decided by 16 random bits, two to a random word.
const RESOLUTION = 2 ** 16;

/** Where elements are dropped in each pass, with the shape of what one sequence has there. */
function sitesOf({ dropoutSites }: Pick<Network, "dropoutSites">, passes: number) {
  const sites = Object.entries(dropoutSites);
  return Array.from({ length: passes }, (_, pass) => pass)
    .flatMap((pass) => sites.map(([site, shape]) => ({ pass, site, shape })));
}

/** Masks of all passes through the network. */
export function dropoutSpecs(
  { dropoutSites }: Pick<Network, "dropoutSites">,
  batchSize: number,
  passes: number,
): Record<string, TensorSpec> {
  const specs: Record<string, TensorSpec> = {};
  for (const { pass, site, shape } of sitesOf({ dropoutSites }, passes)) {
    specs[maskName(pass, site)] = { shape: [batchSize, ...shape], dtype: "float32" };
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
  { dropoutSites }: Pick<Network, "dropoutSites">,
  { passes, dropout }: { readonly passes: number; readonly dropout: number },
  key: RandomKey,
  firstRow: number,
): void {
  const threshold = Math.round(dropout * RESOLUTION), kept = RESOLUTION / (RESOLUTION - threshold);
  for (const { pass, site, shape } of sitesOf({ dropoutSites }, passes)) {
    const mask = masks[maskName(pass, site)]!, rowSize = sizeOf(shape);
    for (let row = 0; row < mask.length / rowSize; row++) {
      const stream = new RandomStream(foldIn(key, dropoutStream(pass, site), firstRow + row));
      for (let i = row * rowSize, end = i + rowSize; i < end; i += 2) {
        const word = stream.uint32();
        mask[i] = (word & 0xffff) < threshold ? 0 : kept;
        // Beyond the row's end, for an odd size, the next row overwrites it.
        mask[i + 1] = (word >>> 16) < threshold ? 0 : kept;
      }
    }
  }
}
