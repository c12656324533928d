import type { Engine } from "../engine.ts";
import type { Precision } from "../precision.ts";
import type { Provider } from "./provider.ts";
import { cpuProvider } from "./providers/cpu_provider.ts";
import { cudaProvider } from "./providers/cuda_provider.ts";
import { webgpuProvider } from "./providers/webgpu_provider.ts";

/** An engine that runs recorded graphs by ONNX Runtime. */
function onnxEngine<const P extends Provider>(
  provider: P,
): Engine & { readonly name: P["engine"] } {
  const { device } = provider;
  return {
    name: provider.engine,
    precisions: ["float32", ...Object.keys(provider.narrow) as Precision[]],
    computesQuantized: provider.computesQuantized,
    constants: { areFolded: true, most: provider.mostConstants },
    hasOwnMemory: device !== undefined,
    async prepare(source, options) {
      const { createOnnxProgram } = await import("./onnx_program.ts");
      return await createOnnxProgram(source, provider, options);
    },
    async describe({ threads = globalThis.navigator?.hardwareConcurrency ?? 1 } = {}) {
      const { describeProvider } = await import("./onnx_runtime.ts");
      return await describeProvider(provider, threads);
    },
    async facts() {
      const { providerFacts } = await import("./onnx_runtime.ts");
      return await providerFacts(provider);
    },
    isSoftware: async () => await device?.isSoftware() ?? true,
  };
}

/** ONNX Runtime on the processor. */
export const compiled = onnxEngine(cpuProvider);

/** ONNX Runtime on a graphics card of any maker. */
export const gpu = onnxEngine(webgpuProvider);

/** ONNX Runtime on NVIDIA's cards. */
export const cuda = onnxEngine(cudaProvider);
