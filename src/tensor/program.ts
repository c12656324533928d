import * as ort from "onnxruntime-node";
import { fuse } from "./fuse.ts";
import { type DataType, type Graph, sizeOf, type TensorSpec } from "./graph.ts";
import { encodeOnnx, type OnnxModel } from "./onnx.ts";
import { simplify } from "./simplify.ts";

/** Elements of a tensor that a program reads or writes. */
export type Elements = Float32Array | Int32Array;

/** Options for {@linkcode createProgram}. */
export interface ProgramOptions {
  /**
   * Threads of one operator.
   *
   * @default {navigator.hardwareConcurrency}
   */
  readonly threads?: number;
  /**
   * File to write ONNX Runtime's own timing of each operator to; its name gets a suffix.
   *
   * @default {undefined}
   */
  readonly profile?: string;
}

/** A compiled graph. */
export interface Program {
  /** The ONNX model that runs. */
  readonly model: OnnxModel;
  /**
   * Ties the program to the memory it reads and writes, so that a run allocates no result. One array
   * may stand for an input and an output: the output takes the input's place.
   *
   * @returns Runs the program once.
   * @throws {Error} If an array is missing or has the wrong size or type.
   */
  bind(arrays: {
    readonly inputs: Readonly<Record<string, Elements>>;
    readonly outputs: Readonly<Record<string, Elements>>;
  }): () => Promise<void>;
  /** Frees the program's memory. */
  release(): Promise<void>;
}

function wrap(
  specs: Readonly<Record<string, TensorSpec>>,
  arrays: Readonly<Record<string, Elements>>,
  kind: string,
): Record<string, ort.Tensor> {
  const tensors: Record<string, ort.Tensor> = {};
  for (const [name, { shape, dtype }] of Object.entries(specs)) {
    const data = arrays[name];
    const fits = data?.length === sizeOf(shape) &&
      dtype === (data instanceof Float32Array ? "float32" : "int32" satisfies DataType);
    if (!fits) {
      const found = data === undefined ? "nothing" : `${data.constructor.name}(${data.length})`;
      throw new Error(`Cannot bind ${kind} "${name}": needs ${dtype} [${shape}]: got ${found}`);
    }
    tensors[name] = new ort.Tensor(dtype as "float32", data as Float32Array, shape);
  }
  return tensors;
}

/** Optimises a graph and prepares ONNX Runtime to run it. */
export async function createProgram(graph: Graph, options: ProgramOptions = {}): Promise<Program> {
  const { threads = navigator.hardwareConcurrency, profile } = options;
  const model = encodeOnnx(fuse(simplify(graph)));
  const session = await ort.InferenceSession.create(model.bytes, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Planned memory is never given back; without the plan the peak is a third lower.
    enableMemPattern: false,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  });
  return {
    model,
    bind({ inputs, outputs }) {
      const feeds = wrap(model.inputs, inputs, "input");
      const fetches = wrap(model.outputs, outputs, "output");
      return async () => {
        await session.run(feeds, fetches);
      };
    },
    async release() {
      if (profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}
