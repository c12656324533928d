import { checkAliases } from "../../graph/aliases.ts";
import { type BoundArrays, checkArrays, type Elements } from "../../graph/bound_arrays.ts";
import { fuse } from "../../graph/fuse.ts";
import type { Graph, TensorSpec } from "../../graph/graph.ts";
import { encodeOnnx } from "../../onnx/onnx.ts";
import { createSession } from "./onnx_runtime.ts";
import type { SessionOptions } from "./onnx_session.ts";
import { simplify } from "../../graph/simplify.ts";

export type { Elements } from "../../graph/bound_arrays.ts";

/** Options for {@linkcode createProgram}. */
export type ProgramOptions = SessionOptions;

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

/** Optimises a graph and prepares ONNX Runtime to run it. */
export async function createProgram(
  graph: Graph,
  options: ProgramOptions = {},
): Promise<Program> {
  const optimised = fuse(simplify(graph)), { bytes, ...specs } = encodeOnnx(optimised);
  const session = await createSession({ bytes, ...specs }, options);
  const wrap = (of: "inputs" | "outputs", arrays: Readonly<Record<string, Elements>>) => {
    checkArrays(specs[of], arrays, of === "inputs" ? "input" : "output");
    return Object.fromEntries(
      Object.entries(specs[of]).map(([name, { shape, dtype }]) => [
        name,
        { dtype, shape, data: arrays[name] },
      ]),
    );
  };
  return {
    inputs: specs.inputs,
    outputs: specs.outputs,
    bind({ inputs, outputs }) {
      const feeds = wrap("inputs", inputs), fetches = wrap("outputs", outputs);
      checkAliases(optimised, { inputs, outputs });
      return session.bind(feeds, fetches).run;
    },
    // ONNX Runtime writes to the arrays themselves.
    sync: () => Promise.resolve(),
    release: () => session.release(),
  };
}
