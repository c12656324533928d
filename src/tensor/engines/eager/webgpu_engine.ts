import { EngineUnavailable } from "../engine.ts";
import { eagerEngine } from "./eager_engine.ts";

const INSTALL = "no graphics adapter answers. A GPU needs a Vulkan driver; " +
  "to try it without one, install a software adapter: apt-get install mesa-vulkan-drivers";

/** The graphics adapter that WebGPU would use, if there is one. */
async function findAdapter(): Promise<GPUAdapter | null> {
  // Drivers look for a display's socket there and complain on the terminal where it is unset.
  if (Deno.build.os === "linux" && Deno.env.get("XDG_RUNTIME_DIR") === undefined) {
    Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  }
  return await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }) ?? null;
}

const nameOf = ({ info }: GPUAdapter) =>
  info.description || info.vendor || "an adapter without a name";

/** tfjs on Deno's WebGPU. */
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
