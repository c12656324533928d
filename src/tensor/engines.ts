import * as tf from "@tensorflow/tfjs-core";
import type { EagerEngine, EngineName } from "./engine_names.ts";

export { type EagerEngine, type EngineName, ENGINES } from "./engine_names.ts";

/** How the modules of engines are imported. */
export type ImportModule = (specifier: string) => Promise<unknown>;

// A specifier in a variable is resolved when it is needed: a user adds these packages, not we.
const importModule: ImportModule = (specifier) => import(specifier);

/** Packages that bring the `tensorflow` engine, the first that is installed wins. */
const TENSORFLOW_PACKAGES = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

const INSTALL_TENSORFLOW = `neither ${TENSORFLOW_PACKAGES.join(" nor ")} is installed. ` +
  'To install one, set "nodeModulesDir": "auto" in deno.json and run ' +
  "deno add npm:@tensorflow/tfjs-node@4.22.0 && " +
  "deno install --allow-scripts=npm:@tensorflow/tfjs-node (its script downloads libtensorflow)";

const INSTALL_WEBGPU = "no graphics adapter answers. A GPU needs a Vulkan driver; " +
  "to try it without one, install a software adapter: apt-get install mesa-vulkan-drivers";

function unavailable(engine: EngineName, reason: string, cause?: unknown): Error {
  return new Error(`Cannot use engine "${engine}": ${reason}`, { cause });
}

/** Whether an import failed because there is no such package, and not because of what is in it. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === "ERR_MODULE_NOT_FOUND" ||
    /not a dependency|not found|Cannot find|Could not find|Unable to (load|resolve)/i.test(
      message ?? "",
    );
}

async function loadTensorflow(load: ImportModule): Promise<void> {
  // tfjs-node calls this helper, which Node has removed and Deno never had.
  const util = await import("node:util") as unknown as {
    default: { isNullOrUndefined?: (value: unknown) => boolean };
  };
  util.default.isNullOrUndefined ??= (value) => value === null || value === undefined;
  for (const specifier of TENSORFLOW_PACKAGES) {
    try {
      await load(specifier);
      return;
    } catch (error) {
      if (isMissing(error)) continue;
      throw unavailable(
        "tensorflow",
        `${specifier} does not load: ${(error as Error).message}`,
        error,
      );
    }
  }
  throw unavailable("tensorflow", INSTALL_TENSORFLOW);
}

/** The graphics adapter that WebGPU would use, if there is one. */
export async function webgpuAdapter(): Promise<GPUAdapter | null> {
  // Drivers look for a display's socket there and complain on the terminal where it is unset.
  if (Deno.build.os === "linux" && Deno.env.get("XDG_RUNTIME_DIR") === undefined) {
    Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  }
  return await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }) ?? null;
}

async function loadBackend(engine: EagerEngine, load: ImportModule): Promise<void> {
  switch (engine) {
    case "tensorflow":
      return await loadTensorflow(load);
    case "webgpu":
      if (await webgpuAdapter() === null) throw unavailable("webgpu", INSTALL_WEBGPU);
      await import("@tensorflow/tfjs-backend-webgpu");
      return;
    case "wasm":
      await import("@tensorflow/tfjs-backend-wasm");
      return;
    case "cpu":
      // Without this it greets the user with the advice to install another one.
      tf.enableProdMode();
      await import("@tensorflow/tfjs-backend-cpu");
  }
}

/**
 * Makes tfjs run its operations on an engine from now on; loads the engine where it is the first time.
 *
 * @param load Imports the packages that users install themselves; for tests.
 * @throws {Error} If this machine lacks what the engine needs; the message says how to install it.
 */
export async function useEngine(engine: EagerEngine, load = importModule): Promise<void> {
  if (tf.getBackend() === engine) return;
  if (tf.findBackendFactory(engine) === null) await loadBackend(engine, load);
  if (!await tf.setBackend(engine)) throw unavailable(engine, "its tfjs backend does not start");
}
