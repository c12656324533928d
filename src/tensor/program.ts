import * as ort from "onnxruntime-node";
import { checkAliases } from "./aliases.ts";
import { type BoundArrays, checkArrays, type Elements } from "./bound_arrays.ts";
import { fuse } from "./fuse.ts";
import { type Graph, sizeOf, type TensorSpec } from "./graph.ts";
import { encodeOnnx, type OnnxModel } from "./onnx.ts";
import { simplify } from "./simplify.ts";

export type { Elements } from "./bound_arrays.ts";

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

/** A program that an engine is ready to run. */
export interface Program {
  /** Shape and element type of what it reads. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Shape and element type of what it writes. */
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Ties the program to the memory it reads and writes, so that a run allocates no result. One array
   * may stand for an input and an output: the output takes the input's place.
   *
   * @returns Runs the program once.
   * @throws {Error} If an array is missing or has the wrong size or type.
   */
  bind(arrays: BoundArrays): () => Promise<void>;
  /**
   * Brings arrays that stand for an input and an output up to date: an engine with memory of its own
   * keeps their elements there between runs.
   */
  sync(): Promise<void>;
  /** Frees the program's memory. */
  release(): Promise<void>;
}

function wrap(
  specs: Readonly<Record<string, TensorSpec>>,
  arrays: Readonly<Record<string, Elements>>,
  kind: "input" | "output",
): Record<string, ort.Tensor> {
  checkArrays(specs, arrays, kind);
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [
      name,
      new ort.Tensor(dtype as "float32", arrays[name] as Float32Array, shape),
    ]),
  );
}

/**
 * Bytes of inputs above which memory is asked of the system at each step instead of kept in ONNX
 * Runtime's arena. The arena grows in powers of two: a training step at d = 768 peaks at 4.1 GB without
 * it and at 5.0 GB with it, in the same time. Small steps take 1.3 to 1.8 times as long without it.
 */
const LARGEST_FOR_ARENA = 2 ** 29;

/** Prepares ONNX Runtime to run a model. */
export function createSession(
  { bytes, inputs }: OnnxModel,
  { threads = navigator.hardwareConcurrency, profile }: ProgramOptions,
): Promise<ort.InferenceSession> {
  const size = Object.values(inputs).reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  return ort.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Planned memory is never given back; without the plan the peak is a third lower.
    enableMemPattern: false,
    enableCpuMemArena: size <= LARGEST_FOR_ARENA,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  });
}

/** Optimises a graph and prepares ONNX Runtime to run it. */
export async function createProgram(
  graph: Graph,
  options: ProgramOptions = {},
): Promise<Program> {
  const optimised = fuse(simplify(graph)), { bytes, ...specs } = encodeOnnx(optimised);
  const session = await createSession({ bytes, ...specs }, options);
  return {
    inputs: specs.inputs,
    outputs: specs.outputs,
    bind({ inputs, outputs }) {
      const feeds = wrap(specs.inputs, inputs, "input");
      const fetches = wrap(specs.outputs, outputs, "output");
      checkAliases(optimised, { inputs, outputs });
      return async () => {
        await session.run(feeds, fetches);
      };
    },
    // ONNX Runtime writes to the arrays themselves.
    sync: () => Promise.resolve(),
    async release() {
      if (options.profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}
