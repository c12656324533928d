/** The graphics adapter that WebGPU would use, if there is one. */
export async function findAdapter(): Promise<GPUAdapter | null> {
  if ("Deno" in globalThis) (await import("./quiet_drivers.ts")).quietDrivers();
  return await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: "high-performance" }) ??
    null;
}

/** What an adapter calls itself. */
export function adapterName({ info }: GPUAdapter): string {
  return info.description || info.vendor || "an adapter without a name";
}

/** Names of drivers that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software/i;

/** Whether an adapter is the processor in disguise. */
export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  return adapter.info.isFallbackAdapter || SOFTWARE.test(adapterName(adapter));
}
