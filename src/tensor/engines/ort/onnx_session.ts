import type { Elements } from "../../graph/bound_arrays.ts";
import type { DataType } from "../../graph/graph.ts";
import type { BoundProgram } from "../engine.ts";

/** A tensor that shares an array's memory. */
export interface SharedTensor {
  /** Type of its elements. */
  readonly dtype: DataType;
  /** Its elements. */
  readonly data: Elements;
  /** Size of each axis. */
  readonly shape: readonly number[];
}

/** Tensors by the names of a model's inputs or outputs. */
export type SharedTensors = Readonly<Record<string, SharedTensor>>;

/** A model that ONNX Runtime is ready to run. */
export interface Session {
  /** Ties the model to the memory it reads and writes. */
  bind(feeds: SharedTensors, fetches: SharedTensors): BoundProgram;
  /** Brings arrays that are fed and fetched up to date, where a device holds their elements. */
  sync(): Promise<void>;
  /** Frees the model's memory, once no run is going on. */
  release(): Promise<void>;
}
