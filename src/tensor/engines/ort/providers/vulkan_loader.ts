/** Name of the library by which Vulkan's drivers are found. */
export const VULKAN_LOADER = "libvulkan.so.1";

/** Whether the loader is there by which Vulkan drivers are found; other systems bring what is needed. */
export function hasVulkanLoader(): boolean {
  if (Deno.build.os !== "linux") return true;
  try {
    Deno.dlopen(VULKAN_LOADER, {}).close();
    return true;
  } catch (error) {
    return error instanceof Deno.errors.NotCapable;
  }
}
