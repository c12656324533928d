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
  { bytes, external }: Pick<OnnxModel, "bytes" | "external">,
  { threads }: Required<Pick<ProgramOptions, "threads">>,
): Promise<Session> {
  const externalData = Object.entries(external).map(([path, { data }]) => ({
    path,
    data: new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength),
  }));
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableMemPattern: false,
    externalData,
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
    async release() {
      await session.release();
      // The collector knows of nothing that only the session still reads.
      externalData.length = 0;
    },
  };
}
