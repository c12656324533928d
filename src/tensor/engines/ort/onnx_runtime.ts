import type * as Ort from "onnxruntime-node";
import type { OnnxModel } from "../../onnx/onnx.ts";
import { createBindingSession } from "./onnx_binding_session.ts";
import { onnxLibrary } from "./onnx_library.ts";
import { createLibrarySession } from "./onnx_library_session.ts";
import type { Session, SessionOptions } from "./onnx_session.ts";

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
 * Prepares ONNX Runtime to run a model.
 *
 * @throws {Error} If ONNX Runtime does not load here or refuses the model.
 */
export async function createSession(
  model: OnnxModel,
  { threads = navigator.hardwareConcurrency }: SessionOptions,
): Promise<Session> {
  const ort = await load(), library = onnxLibrary();
  return library === null
    ? createBindingSession(ort, model, { threads })
    : createLibrarySession(library, model, { threads });
}
