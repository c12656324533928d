import type * as ort from "onnxruntime-web";
import type { Runtime } from "./messages.ts";

/** ONNX Runtime in a browser. */
export interface OrtRuntime {
  /** Its module. */
  readonly ort: typeof ort;
  /** What computes. */
  readonly runtime: Runtime;
}

/** Cores that compute, at most: small networks' operators, and few rows, are not worth more. */
export const coresToUse = (): number => Math.min(navigator.hardwareConcurrency, 4);

async function hasWebgpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  try {
    return gpu !== undefined && await gpu.requestAdapter() !== null;
  } catch {
    return false;
  }
}

/**
 * Loads ONNX Runtime from beside the page: for WebGPU where the browser has it, else for WebAssembly.
 *
 * @param base Address of the page's folder.
 * @param most Threads on WebAssembly, at most; one where the page may not share memory.
 */
export async function loadOrt(
  base: string,
  asked: Runtime | "auto",
  most: number,
): Promise<OrtRuntime> {
  const runtime = asked === "auto" ? await hasWebgpu() ? "webgpu" : "wasm" : asked;
  const folder = new URL("ort/", base).href;
  // By its address, so that its own files, and threads, are found beside it.
  const module: typeof ort = await import(`${folder}ort.${runtime}.min.mjs`);
  const isIsolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated ?? false;
  module.env.wasm.wasmPaths = folder;
  module.env.wasm.numThreads = isIsolated ? most : 1;
  module.env.logLevel = "error";
  return { ort: module, runtime };
}
