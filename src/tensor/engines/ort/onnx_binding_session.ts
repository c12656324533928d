import type * as Ort from "onnxruntime-node";
import type { OnnxModel } from "../../onnx/onnx.ts";
import type { ProgramOptions } from "../engine.ts";
import type { Session, SharedTensors } from "./onnx_session.ts";

/**
 * Prepares ONNX Runtime to run a model by the functions of onnxruntime-node, which copies every result
 * to new memory at each run, also where it was given memory for it, and then to where it belongs.
 */
export async function createBindingSession(
  ort: typeof Ort,
  { bytes }: Pick<OnnxModel, "bytes">,
  { threads }: Required<Pick<ProgramOptions, "threads">>,
): Promise<Session> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableMemPattern: false,
    extra: { optimization: { disable_specified_optimizers: "SkipLayerNormFusion" } },
  });
  const wrap = (tensors: SharedTensors) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { dtype, data, shape }]) => [
        name,
        new ort.Tensor(dtype as "float32", data as Float32Array, shape),
      ]),
    );
  return {
    bind(feeds, fetches) {
      const inputs = wrap(feeds), outputs = wrap(fetches);
      return {
        run: async () => void await session.run(inputs, outputs),
        release() {},
      };
    },
    sync: () => Promise.resolve(),
    release: () => session.release(),
  };
}
