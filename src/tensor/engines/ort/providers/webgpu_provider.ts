import { adapterName, findAdapter, isSoftwareAdapter } from "../../graphics_adapter.ts";
import { MOST_IN_FILE, NARROW_OPERATORS, type Provider } from "../provider.ts";

/** Graphics cards of any maker, by the WebGPU that the library holds: Vulkan, Metal or Direct3D 12. */
export const webgpuProvider = {
  engine: "gpu",
  // Its Relu turns NaN to 0. A shader binds twelve arrays. Only ONNX's own products have kernels.
  replaced: ["FusedMatMul", "Relu", "Split"],
  // WGSL has no bfloat16.
  narrow: { float16: NARROW_OPERATORS },
  mostConstants: MOST_IN_FILE,
  device: {
    memory: "WebGPU_Buffer",
    append(library, sessionOptions) {
      library.appendProvider(sessionOptions, "WebGPU");
    },
    async missing() {
      const { hasVulkanLoader, VULKAN_LOADER } = await import("./vulkan_loader.ts");
      return hasVulkanLoader()
        ? undefined
        : `there is no Vulkan loader, ${VULKAN_LOADER}: apt-get install libvulkan1, beside the driver ` +
          "of a GPU";
    },
    async lacks(precision) {
      const adapter = await findAdapter();
      return precision === "float16" && adapter?.features.has("shader-f16") === false
        ? "the graphics adapter has no floats of 16 bits (shader-f16): set precision to float32"
        : undefined;
    },
    explain(message) {
      if (/adapter/i.test(message)) {
        return "no graphics adapter answers: a GPU needs its maker's driver for Vulkan";
      }
      if (/WebGPU execution provider is not (supported|enabled)/i.test(message)) {
        return "this ONNX Runtime was built without WebGPU; onnxruntime-node's has it on Linux x64, " +
          "macOS and Windows";
      }
      return undefined;
    },
    async describe() {
      const adapter = await findAdapter();
      return adapter === null ? "WebGPU" : `WebGPU on ${adapterName(adapter)}`;
    },
    async isSoftware() {
      const adapter = await findAdapter();
      return adapter === null || isSoftwareAdapter(adapter);
    },
    async facts(): Promise<Record<string, string>> {
      const adapter = await findAdapter();
      return adapter === null ? {} : { adapter: adapterName(adapter) };
    },
  },
} as const satisfies Provider;
