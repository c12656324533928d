import { eagerEngine } from "./eager_engine.ts";

/** tfjs on WebAssembly. */
export const wasm = eagerEngine({
  name: "wasm",
  load: async () => void await import("@tensorflow/tfjs-backend-wasm"),
});
