import type { DataType } from "../../graph/graph.ts";
import type { OnnxModel } from "../../onnx/onnx.ts";
import { cString, type OnnxLibrary, pinned } from "./onnx_library.ts";
import type { BoundProgram, ProgramOptions } from "../engine.ts";
import type { Session, SharedTensor, SharedTensors } from "./onnx_session.ts";

/** Numbers of `ONNXTensorElementDataType`. */
const ELEMENT_TYPES: Partial<Record<DataType, number>> = { float32: 1, uint8: 2, int32: 6 };

/** Asks for all optimisations. */
const OPTIMISE_ALL = 99;

/** Setting by which a session takes memory from the arena of the environment. */
const USE_SHARED_ARENA = ["session.use_env_allocators", "1"].map(cString);

const addressOf = (pointer: Deno.PointerValue) => BigInt(Deno.UnsafePointer.value(pointer));

const addressesOf = (pointers: readonly Deno.PointerValue[]) =>
  pinned(BigUint64Array.from(pointers, addressOf));

function prepare(library: OnnxLibrary, bytes: Uint8Array<ArrayBuffer>, threads: number) {
  const options = library.create("CreateSessionOptions");
  try {
    library.check("SetSessionGraphOptimizationLevel", options, OPTIMISE_ALL);
    library.check("SetIntraOpNumThreads", options, threads);
    library.check("SetInterOpNumThreads", options, 1);
    // Planned memory is never given back; without the plan the peak is a third lower.
    library.check("DisableMemPattern", options);
    library.check("AddSessionConfigEntry", options, ...USE_SHARED_ARENA);
    return library.create(
      "CreateSessionFromArray",
      ...[library.environment, bytes, BigInt(bytes.length), options] as const,
    );
  } finally {
    library.free("ReleaseSessionOptions", options);
  }
}

function tensorValue(library: OnnxLibrary, { dtype, data, shape }: SharedTensor) {
  const type = ELEMENT_TYPES[dtype];
  if (type === undefined) throw new TypeError(`Cannot bind elements of type ${dtype}`);
  const dimensions = BigInt64Array.from(shape, BigInt);
  return library.create(
    "CreateTensorWithDataAsOrtValue",
    ...[library.memoryInfo, pinned(data), BigInt(data.byteLength)] as const,
    ...[dimensions, BigInt(dimensions.length), type] as const,
  );
}

/** Names and values as the library takes them; what they point to must be kept with them. */
function bindSide(library: OnnxLibrary, tensors: SharedTensors) {
  const strings = Object.keys(tensors).map((name) => pinned(cString(name)));
  const values = Object.values(tensors).map((tensor) => tensorValue(library, tensor));
  return {
    ...{ tensors, strings, values },
    names: addressesOf(strings.map((string) => Deno.UnsafePointer.of(string))),
    addresses: addressesOf(values),
  };
}

/**
 * Prepares ONNX Runtime to run a model by its C interface, which writes results to the memory given for
 * them and nowhere else.
 *
 * @throws {Error} If ONNX Runtime refuses the model.
 */
export function createLibrarySession(
  library: OnnxLibrary,
  { bytes }: Pick<OnnxModel, "bytes">,
  { threads }: Required<ProgramOptions>,
): Session {
  const session = prepare(library, bytes, threads);
  const open = new Set<BoundProgram>(), running = new Set<Promise<void>>();
  return {
    bind(feeds, fetches) {
      const inputs = bindSide(library, feeds), outputs = bindSide(library, fetches);
      const bound: BoundProgram = {
        async run() {
          if (!open.has(bound)) throw new Error("Cannot run a program that was released");
          const run = library.run(session, inputs, outputs);
          running.add(run);
          try {
            await run;
          } finally {
            running.delete(run);
          }
        },
        release() {
          if (!open.delete(bound)) return;
          for (const value of [...inputs.values, ...outputs.values]) {
            library.free("ReleaseValue", value);
          }
        },
      };
      open.add(bound);
      return bound;
    },
    async release() {
      await Promise.allSettled(running);
      for (const bound of open) bound.release();
      library.free("ReleaseSession", session);
    },
  };
}
