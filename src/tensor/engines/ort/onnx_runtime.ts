import type * as Ort from "onnxruntime-node";
import type { OnnxModel } from "../../onnx/onnx.ts";
import { EngineUnavailable, type ProgramOptions } from "../engine.ts";
import { createBindingSession } from "./onnx_binding_session.ts";
import type { LibraryRoute } from "./onnx_library.ts";
import type { Session } from "./onnx_session.ts";

/** ONNX Runtime, loaded when it is first needed: the other engines do without it. */
async function load(): Promise<{ readonly ort: typeof Ort; readonly route: LibraryRoute }> {
  try {
    if (!("process" in globalThis)) throw new Error("a browser has only webgpu, wasm and cpu");
    const ort = await import("onnxruntime-node");
    const route: LibraryRoute = "Deno" in globalThis
      ? (await import("./onnx_library.ts")).onnxLibrary()
      : { fault: "only Deno opens libraries" };
    return { ort, route };
  } catch (cause) {
    throw new EngineUnavailable(
      "compiled",
      `ONNX Runtime does not load on this machine: ${(cause as Error).message}. ` +
        "Choose another engine; deno task doctor lists those here",
      { cause },
    );
  }
}

/**
 * By which way ONNX Runtime is reached here, and why not by the fast one.
 *
 * @throws {EngineUnavailable} If ONNX Runtime does not load here.
 */
export async function describeRoute(): Promise<string> {
  const { route } = await load();
  return route.library === undefined
    ? `by its Node binding, because ${route.fault}`
    : "by its C interface";
}

/**
 * Prepares ONNX Runtime to run a model.
 *
 * @throws {Error} If ONNX Runtime does not load here or refuses the model.
 */
export async function createSession(
  model: OnnxModel,
  { threads = globalThis.navigator?.hardwareConcurrency ?? 1 }: ProgramOptions,
): Promise<Session> {
  const { ort, route } = await load();
  return route.library === undefined
    ? await createBindingSession(ort, model, { threads })
    : (await import("./onnx_library_session.ts"))
      .createLibrarySession(route.library, model, { threads });
}
