import * as tf from "@tensorflow/tfjs-core";
import "./gradients.ts";
import {
  type Attribute,
  type Body,
  type Graph,
  GraphBuilder,
  type Results,
  type TensorSpec,
} from "../graph/graph.ts";
import type { Value } from "../graph/graph.ts";
import type { Computation, Constants } from "./program_source.ts";
import { TraceBackend } from "./trace_backend.ts";
import { ONNX_KERNEL, registerTraceKernels } from "./trace_kernels.ts";

const BACKEND = "trace";

let backend: TraceBackend | undefined;

function traceBackend(): TraceBackend {
  if (backend === undefined) {
    const created = new TraceBackend();
    tf.registerBackend(BACKEND, () => created, 0);
    registerTraceKernels(BACKEND);
    backend = created;
  }
  return backend;
}

/** Whether the running code is being recorded rather than computed. */
export function isTracing(): boolean {
  return tf.getBackend() === BACKEND;
}

/** Options for {@linkcode onnxOperator}. */
export interface OnnxOperatorOptions {
  /** Attributes by name. @default {{}} */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Operator set. @default {""} */
  readonly domain?: string;
  /** Indices of the inputs that ONNX wants as int64, a type that tfjs lacks. @default {[]} */
  readonly int64Inputs?: readonly number[];
  /** What a `Scan` runs. @default {undefined} */
  readonly body?: Body;
}

/**
 * Adds one ONNX operator that tfjs has no kernel for to the graph being recorded.
 *
 * @param outputs Shape and element type of each result.
 */
export function onnxOperator<const Outputs extends readonly TensorSpec[]>(
  op: string,
  inputs: readonly tf.Tensor[],
  outputs: Outputs,
  options: OnnxOperatorOptions = {},
): Results<Outputs, tf.Tensor> {
  const { attributes = {}, domain = "", int64Inputs = [], body } = options;
  const named = Object.fromEntries(inputs.map((tensor, i) => [`input${i}`, tensor]));
  const own = { op, domain, attributes, outputs, int64Inputs, body };
  const attrs = own as unknown as tf.NamedAttrMap;
  const results = tf.engine().runKernel(ONNX_KERNEL, named, attrs);
  return (Array.isArray(results) ? results : [results]) as unknown as Results<Outputs, tf.Tensor>;
}

/**
 * Records what a `Scan` does for each element, while the program around it is recorded.
 *
 * @param specs Shape and element type of each operand.
 */
export function recordBody(
  compute: (operands: tf.Tensor[]) => readonly tf.Tensor[],
  specs: readonly TensorSpec[],
): Graph {
  const tracer = traceBackend(), around = tracer.builder;
  tracer.builder = new GraphBuilder();
  try {
    const operands = specs.map(({ shape, dtype }, i) => tracer.input(String(i), shape, dtype));
    const results = compute(operands).map((result, i) => [String(i), tracer.traced(result)]);
    return { outputs: Object.fromEntries(results) };
  } finally {
    tracer.builder = around;
  }
}

/** Does what it is given as part of a program that is being recorded. */
function within<T>(part: string, compute: () => T): T {
  const { builder } = traceBackend(), around = builder.part;
  builder.part = part;
  try {
    return compute();
  } finally {
    builder.part = around;
  }
}

/**
 * Computes a part of a program under a name: while the program is recorded, the graph's nodes bear it, and
 * those of the part's gradients as `name/gradient`. Of parts within parts the innermost counts.
 */
export function inPart<T>(part: string, compute: () => T): T {
  if (!isTracing()) return compute();
  const { activeTape: tape } = tf.engine().state, start = tape?.length ?? 0;
  const result = within(part, compute);
  // What the tape holds of the part is asked for gradients when the program is elsewhere.
  const back = `${part}/gradient`;
  for (const node of tape?.slice(start) ?? []) {
    const { gradient } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) => {
      const gradients = within(back, () => gradient(dys));
      return Object.fromEntries(
        Object.entries(gradients).map(([name, give]) => [name, () => within(back, give)]),
      );
    };
  }
  return result;
}

/** Where an error's stack leaves tfjs: `file:line:column` of the program's own code. */
function callerOf({ stack = "" }: Error): string | undefined {
  const frames = [...stack.matchAll(/\bat .*?((?:file|https?):\/\/\S+:\d+:\d+)/g)];
  return frames.map(([, place = ""]) => place).find((place) =>
    !/\/npm\/|\/node_modules\//.test(place)
  );
}

async function record(
  program: Computation,
  inputs: Readonly<Record<string, TensorSpec>>,
  constants: Constants,
): Promise<Graph> {
  const tracer = traceBackend();
  const previous = tf.getBackend(), { stackTraceLimit } = Error;
  await tf.setBackend(BACKEND);
  tracer.reset();
  // A gradient calls the operations from so deep in tfjs that ten frames do not reach the program.
  Error.stackTraceLimit = 100;
  try {
    const outputs: Record<string, Value> = {};
    tf.tidy(() => {
      const tensors: Record<string, tf.Tensor> = {};
      for (const [name, { shape, dtype }] of Object.entries(inputs)) {
        tensors[name] = tracer.input(name, shape, dtype);
      }
      for (const [name, constant] of Object.entries(constants)) {
        const { data, shape, dtype, isExternal } = constant;
        tensors[name] = isExternal
          ? tracer.external(data, constant)
          : tf.tensor(data, [...shape], dtype as tf.DataType);
      }
      for (const [name, tensor] of Object.entries(program(tensors))) {
        outputs[name] = tracer.traced(tensor);
      }
    });
    return { outputs };
  } catch (cause) {
    const unknown = /Kernel '(\w+)' not registered for backend 'trace'/.exec(String(cause));
    if (unknown === null) throw cause;
    const caller = callerOf(cause as Error), place = caller === undefined ? "" : `, at ${caller}`;
    throw new Error(`Cannot trace operation "${unknown[1]}"${place}: add it to trace_kernels.ts`, {
      cause,
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    tracer.reset();
    if (previous) await tf.setBackend(previous);
  }
}

/** Ends with the recording that was asked for last: tfjs has one backend at a time. */
let recorded: Promise<unknown> = Promise.resolve();

/**
 * Records a program written in tfjs operations as a graph.
 *
 * @param program Maps the inputs to named results; its gradients may be taken inside.
 * @param inputs Shape and element type of each tensor that will be fed.
 * @param constants Tensors whose elements become part of the graph.
 * @throws {Error} If the program uses an operation that the tracer does not know.
 */
export function trace<Fed extends string, Held extends string = never>(
  program: Computation<Fed | Held>,
  inputs: Readonly<Record<Fed, TensorSpec>>,
  constants?: Constants<Held>,
): Promise<Graph> {
  const graph = recorded.then(() => record(program, inputs, constants ?? {}));
  recorded = graph.catch(() => {});
  return graph;
}
