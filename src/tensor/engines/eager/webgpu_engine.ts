import { EngineUnavailable } from "../engine.ts";
import { adapterName, findAdapter, isSoftwareAdapter } from "../graphics_adapter.ts";
import { eagerEngine } from "./eager_engine.ts";

const INSTALL = "no graphics adapter answers. A GPU needs a Vulkan driver; " +
  "to try it without one, install a software adapter: apt-get install mesa-vulkan-drivers";

/** tfjs on the WebGPU of Deno or a browser. */
export const webgpu = eagerEngine({
  name: "webgpu",
  async load() {
    if (await findAdapter() === null) throw new EngineUnavailable("webgpu", INSTALL);
    await import("@tensorflow/tfjs-backend-webgpu");
  },
  async note() {
    const adapter = await findAdapter();
    if (adapter === null) return "";
    return adapterName(adapter) + (isSoftwareAdapter(adapter) ? ": software, no GPU" : "");
  },
  async facts(): Promise<Record<string, string>> {
    const adapter = await findAdapter();
    return adapter === null ? {} : { adapter: adapterName(adapter) };
  },
});
