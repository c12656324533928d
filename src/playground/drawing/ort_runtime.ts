import type * as ort from "onnxruntime-web";
import type { Runtime } from "./messages.ts";

/** ONNX Runtime in a browser. */
export interface OrtRuntime {
  /** Its module. */
  readonly ort: typeof ort;
  /** What computes. */
  readonly runtime: Runtime;
  /** Threads that it may use. */
  readonly threads: number;
}

/** Most threads: a small network's operators are not worth more. */
const MOST_THREADS = 4;

async function hasWebgpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  try {
    return gpu !== undefined && await gpu.requestAdapter() !== null;
  } catch {
    return false;
  }
}

/**
 * Loads ONNX Runtime from beside the page: for WebGPU where the browser has it, else for WebAssembly,
 * with threads where the page may share memory.
 *
 * @param base Address of the page's folder.
 */
export async function loadOrt(base: string, asked: Runtime | "auto"): Promise<OrtRuntime> {
  const runtime = asked === "auto" ? await hasWebgpu() ? "webgpu" : "wasm" : asked;
  const folder = new URL("ort/", base).href;
  // By its address, so that its own files, and threads, are found beside it.
  const module: typeof ort = await import(`${folder}ort.${runtime}.min.mjs`);
  const isIsolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated ?? false;
  // RDKit asks for little while a sheet forms, so that all cores may compute.
  const threads = isIsolated ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1;
  module.env.wasm.wasmPaths = folder;
  module.env.wasm.numThreads = threads;
  module.env.logLevel = "error";
  return { ort: module, runtime, threads };
}
