import { EngineUnavailable } from "../engine.ts";
import { eagerEngine } from "./eager_engine.ts";

const INSTALL = "no graphics adapter answers. A GPU needs a Vulkan driver; " +
  "to try it without one, install a software adapter: apt-get install mesa-vulkan-drivers";

/** The graphics adapter that WebGPU would use, if there is one. */
async function findAdapter(): Promise<GPUAdapter | null> {
  if ("Deno" in globalThis) (await import("./quiet_drivers.ts")).quietDrivers();
  return await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: "high-performance" }) ??
    null;
}

const nameOf = ({ info }: GPUAdapter) =>
  info.description || info.vendor || "an adapter without a name";

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
    return nameOf(adapter) + (adapter.info.isFallbackAdapter ? ": software, no GPU" : "");
  },
  async facts(): Promise<Record<string, string>> {
    const adapter = await findAdapter();
    return adapter === null ? {} : { adapter: nameOf(adapter) };
  },
});
