import { EngineUnavailable } from "../engines/engine.ts";
import { type EngineName, engineOf } from "../engines/engines.ts";
import { findAdapter, isSoftwareAdapter } from "../engines/graphics_adapter.ts";

/** Names the drivers that the Vulkan loader finds, in place of those that are installed. */
const DRIVERS = "VK_DRIVER_FILES";

/** SwiftShader, which computes on the processor and comes with Debian's package of Chromium. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** Whether nothing but SwiftShader can stand for a graphics card here. */
async function needsSwiftShader(): Promise<boolean> {
  if (Deno.env.has(DRIVERS)) return false;
  // The adapter is asked for first: `webgpu` is to find what it would find without SwiftShader.
  const adapter = await findAdapter();
  if (adapter !== null && !isSoftwareAdapter(adapter)) return false;
  return await Deno.stat(SWIFTSHADER).then(() => true, () => false);
}

/** Lets ONNX Runtime start its WebGPU, which looks for drivers once, on what there is. */
async function describeGpu(): Promise<void> {
  const isNeeded = await needsSwiftShader();
  if (isNeeded) Deno.env.set(DRIVERS, SWIFTSHADER);
  try {
    await engineOf("gpu").describe();
  } finally {
    if (isNeeded) Deno.env.delete(DRIVERS);
  }
}

/** How a test of an engine is announced: it is ignored where the machine lacks what the engine needs. */
export async function engineTestOptions(
  engine: EngineName,
): Promise<{ readonly ignore: boolean; readonly note: string }> {
  try {
    if (engine === "gpu") await describeGpu();
    else await engineOf(engine).describe();
    return { ignore: false, note: "" };
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    return { ignore: true, note: " (not available here)" };
  }
}
