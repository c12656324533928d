import type * as Ort from "onnxruntime-node";
import type { Elements } from "./bound_arrays.ts";
import { type DataType, sizeOf } from "./graph.ts";
import type { OnnxModel } from "./onnx.ts";

/** How ONNX Runtime runs a program. */
export interface SessionOptions {
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

/** A model that ONNX Runtime is ready to run. */
export interface Session {
  /** Makes a tensor that shares an array's memory. */
  tensor(dtype: DataType, data: Elements, shape: readonly number[]): Ort.Tensor;
  /** Runs the model once; results are written to the memory of `fetches`. */
  run(
    feeds: Readonly<Record<string, Ort.Tensor>>,
    fetches: Readonly<Record<string, Ort.Tensor>>,
  ): Promise<void>;
  /** Frees the model's memory. */
  release(): Promise<void>;
}

/** ONNX Runtime, loaded when it is first needed: the other engines do without it. */
async function load(): Promise<typeof Ort> {
  try {
    return await import("onnxruntime-node");
  } catch (cause) {
    throw new Error(
      `Cannot use engine "compiled": ONNX Runtime does not load on this machine: ` +
        `${(cause as Error).message}. Choose another engine; deno task doctor lists those here`,
      { cause },
    );
  }
}

/**
 * Bytes of inputs above which memory is asked of the system at each step instead of kept in ONNX
 * Runtime's arena. The arena grows in powers of two: a training step at d = 768 peaks at 4.1 GB without
 * it and at 5.0 GB with it, in the same time. Small steps take 1.3 to 1.8 times as long without it.
 */
const LARGEST_FOR_ARENA = 2 ** 29;

/**
 * Prepares ONNX Runtime to run a model.
 *
 * @throws {Error} If ONNX Runtime does not load here.
 */
export async function createSession(
  { bytes, inputs }: OnnxModel,
  { threads = navigator.hardwareConcurrency, profile }: SessionOptions,
): Promise<Session> {
  const ort = await load();
  const size = Object.values(inputs).reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Planned memory is never given back; without the plan the peak is a third lower.
    enableMemPattern: false,
    enableCpuMemArena: size <= LARGEST_FOR_ARENA,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  });
  return {
    tensor: (dtype, data, shape) => new ort.Tensor(dtype as "float32", data as Float32Array, shape),
    async run(feeds, fetches) {
      await session.run(feeds, fetches);
    },
    async release() {
      if (profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}
