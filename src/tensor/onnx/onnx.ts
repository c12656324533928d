import type { Graph, TensorSpec } from "../graph/graph.ts";
import { encodeGraph, type ExternalConstants, type FreeShapes } from "./onnx_graph.ts";
import { ProtobufWriter } from "./protobuf.ts";

// The file format's version, and of each operator set the first version with all that is used.
const IR_VERSION = 10,
  OPERATOR_SETS: Readonly<Record<string, number>> = {
    "": 23,
    "com.microsoft": 1,
  };

/** Options for {@linkcode encodeOnnx}. */
export interface OnnxOptions {
  /**
   * Shapes of inputs and outputs by name in which a word stands for a free size; `null` is any shape.
   *
   * @default {{}}, those of the graph
   */
  readonly shapes?: FreeShapes;
  /** What else the file says of itself. @default {{}} */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An ONNX model and what it reads. */
export interface OnnxModel {
  /** A whole `.onnx` file, but for what lies beside it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Constants whose elements lie beside it: who reads the file is to be given them. */
  readonly external: ExternalConstants;
  /** Inputs that the graph really reads, by name. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Outputs by name. */
  readonly outputs: Readonly<Record<string, TensorSpec>>;
}

/** Writes a graph as an ONNX file. */
export function encodeOnnx(graph: Graph, { shapes, metadata = {} }: OnnxOptions = {}): OnnxModel {
  const domains = new Set([""]);
  const { writer, inputs, external } = encodeGraph(graph, { domains, shapes });
  const model = new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, "proseco")
    .message(7, writer);
  for (const domain of domains) {
    const version = OPERATOR_SETS[domain];
    if (version === undefined) {
      throw new Error(`Cannot encode a graph with operators of "${domain}": add its version`);
    }
    model.message(8, new ProtobufWriter().text(1, domain).integer(2, version));
  }
  for (const [key, value] of Object.entries(metadata)) {
    model.message(14, new ProtobufWriter().text(1, key).text(2, value));
  }
  return { bytes: model.finish(), external, inputs, outputs: graph.outputs };
}
