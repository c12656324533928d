import * as tf from "@tensorflow/tfjs-core";
import { freeAxis, namedShape } from "../tensor/free_axis.ts";
import { encodeOnnx } from "../tensor/onnx.ts";
import { simplify } from "../tensor/simplify.ts";
import { toStandardOperators } from "../tensor/standard.ts";
import { type Computation, trace } from "../tensor/trace.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { dit, ditWithQuality } from "./dit.ts";
import { countParameters } from "./parameters.ts";

/** Numbers of rows to record with: primes that divide no size of a network. */
const ROWS = [10_007, 10_009] as const;

/** A file of protocol buffers cannot be larger. */
const MOST_BYTES = 2 ** 31;

/** Records the network for a number of rows. */
async function record({ config, parameters }: Checkpoint, rows: number) {
  const { length, vocab, qualityBlocks } = config;
  const constants = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { shape, data, dtype: "float32" as const },
    ]),
  );
  const compute: Computation = ({ tokens, labels, ...tensors }) => {
    const ofAll = (x: tf.Tensor) => tf.reshape(x, [rows, length, vocab]);
    if (qualityBlocks === undefined) {
      return { logits: ofAll(dit(tensors, config, tokens, labels)) } as Record<string, tf.Tensor>;
    }
    const { logits, quality } = ditWithQuality(tensors, config, tokens, labels);
    return { logits: ofAll(logits), quality: tf.reshape(quality, [rows, length]) };
  };
  const inputs = {
    tokens: { shape: [rows, length], dtype: "int32" },
    labels: { shape: [rows], dtype: "int32" },
  } as const;
  return simplify(await trace(compute, inputs, constants));
}

/**
 * Makes an ONNX file of a network, of standard operators alone. It maps `tokens`, int32
 * `[batch, length]`, and `labels`, int32 `[batch]`, to `logits`, `[batch, length, vocab]`, for any batch
 * size; a network with a quality head gives its `quality` as well, `[batch, length]`. Its metadata hold
 * the sizes of the network and how it was trained.
 *
 * @throws {RangeError} If the network is too large for one file.
 */
export async function exportOnnx(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const { config, parameters, training = {} } = checkpoint, count = countParameters(parameters);
  if (4 * count >= MOST_BYTES) {
    throw new RangeError(
      `Cannot export: an ONNX file holds less than ${MOST_BYTES} bytes, ${count} parameters take more`,
    );
  }
  const graphs = [await record(checkpoint, ROWS[0]), await record(checkpoint, ROWS[1])] as const;
  const { graph, shapes } = freeAxis({ graphs, sizes: ROWS, input: "tokens" });
  const metadata = { config: JSON.stringify(config), ...training };
  const named = Object.entries(shapes).map(([name, shape]) => [name, namedShape(shape, "batch")]);
  return encodeOnnx(toStandardOperators(graph), { shapes: Object.fromEntries(named), metadata })
    .bytes;
}
