import * as tf from "@tensorflow/tfjs-core";
import type { EagerEngine, EngineName } from "./engine_names.ts";
import { loadTensorflow } from "./eager/tensorflow_package.ts";

export { type EagerEngine, type EngineName, ENGINES } from "./engine_names.ts";

const INSTALL_WEBGPU = "no graphics adapter answers. A GPU needs a Vulkan driver; " +
  "to try it without one, install a software adapter: apt-get install mesa-vulkan-drivers";

function unavailable(engine: EngineName, reason: string, cause?: unknown): Error {
  return new Error(`Cannot use engine "${engine}": ${reason}`, { cause });
}

/** The graphics adapter that WebGPU would use, if there is one. */
export async function webgpuAdapter(): Promise<GPUAdapter | null> {
  // Drivers look for a display's socket there and complain on the terminal where it is unset.
  if (Deno.build.os === "linux" && Deno.env.get("XDG_RUNTIME_DIR") === undefined) {
    Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  }
  return await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }) ?? null;
}

async function loadBackend(engine: EagerEngine, folder?: string): Promise<void> {
  // Without this tfjs-backend-cpu, which tfjs-node brings too, greets the user with the advice to
  // install another one.
  tf.enableProdMode();
  switch (engine) {
    case "tensorflow":
      try {
        return loadTensorflow(folder);
      } catch (error) {
        throw unavailable("tensorflow", (error as Error).message, error);
      }
    case "webgpu":
      if (await webgpuAdapter() === null) throw unavailable("webgpu", INSTALL_WEBGPU);
      await import("@tensorflow/tfjs-backend-webgpu");
      return;
    case "wasm":
      await import("@tensorflow/tfjs-backend-wasm");
      return;
    case "cpu":
      await import("@tensorflow/tfjs-backend-cpu");
  }
}

/**
 * Makes tfjs run its operations on an engine from now on; loads the engine where it is the first time.
 *
 * @param folder Where to look for a package that users install themselves; the working directory if
 * it is left out.
 * @throws {Error} If this machine lacks what the engine needs; the message says how to install it.
 */
export async function useEngine(engine: EagerEngine, folder?: string): Promise<void> {
  if (tf.getBackend() === engine) return;
  if (tf.findBackendFactory(engine) === null) await loadBackend(engine, folder);
  if (!await tf.setBackend(engine)) throw unavailable(engine, "its tfjs backend does not start");
}
