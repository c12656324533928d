import * as tf from "@tensorflow/tfjs-core";
import { namedShapes } from "../tensor/graph/free_axis.ts";
import type { FreeSource } from "../tensor/trace/program_source.ts";
import { recordFree } from "../tensor/trace/record_source.ts";
import { encodeOnnx } from "../tensor/onnx/onnx.ts";
import { toStandardOperators } from "../tensor/graph/standard.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { forwardSource, parameterTensors } from "./forward.ts";
import { loadNetwork } from "./network.ts";
import { countParameters } from "./parameters.ts";

/** A file of protocol buffers cannot be larger. */
const MOST_BYTES = 2 ** 31;

/** Options of {@linkcode exportOnnx}. */
export interface ExportOptions {
  /**
   * Whether the network is told by a further input, `seen`, int32 `[batch, length]`, which tokens others
   * see: 0 at those that fill up a shorter prompt.
   *
   * @default {false}
   */
  readonly hidesKeys?: boolean;
}

/** The network with the axes of a batch apart. */
async function unflattened(
  { config, parameters }: Checkpoint,
  { hidesKeys }: ExportOptions,
): Promise<FreeSource> {
  const network = await loadNetwork(config), constants = parameterTensors(parameters);
  const { of, input } = forwardSource(network, { constants, hidesKeys });
  const { length, vocab } = config;
  return {
    input,
    of(rows) {
      const { compute, ...rest } = of(rows);
      return {
        ...rest,
        compute(inputs) {
          const { logits, quality } = compute(inputs);
          const apart: Record<string, tf.Tensor> = {
            logits: tf.reshape(logits!, [rows, length, vocab]),
          };
          if (quality !== undefined) apart.quality = tf.reshape(quality, [rows, length]);
          return apart;
        },
      };
    },
  };
}

/**
 * Makes an ONNX file of a network, of standard operators alone. It maps `tokens`, int32
 * `[batch, length]`, and, of a network that sees them, `labels`, int32 `[batch]`, to `logits`,
 * `[batch, length, vocab]`, for any batch size; a network with a quality head gives its `quality` as well, `[batch, length]`. Its metadata hold
 * the sizes of the network and how it was trained.
 *
 * @throws {RangeError} If the network is too large for one file.
 */
export async function exportOnnx(
  checkpoint: Checkpoint,
  options: ExportOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { config, parameters, training = {} } = checkpoint, count = countParameters(parameters);
  if (4 * count >= MOST_BYTES) {
    throw new RangeError(
      `Cannot export: an ONNX file holds less than ${MOST_BYTES} bytes, ${count} parameters take more`,
    );
  }
  const { graph, shapes } = await recordFree(await unflattened(checkpoint, options));
  const metadata = { config: JSON.stringify(config), ...training };
  return encodeOnnx(toStandardOperators(graph), { shapes: namedShapes(shapes, "batch"), metadata })
    .bytes;
}
