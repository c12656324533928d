import { type OnnxLibrary, openLibrary } from "./onnx_api.ts";
import { LIBRARY_VARIABLE } from "./provider.ts";

/** Names by which the loader knows the library that onnxruntime-node has brought into the process. */
const LIBRARIES: Partial<Record<typeof Deno.build.os, string>> = {
  linux: "libonnxruntime.so.1",
  darwin: "libonnxruntime.1.dylib",
  windows: "onnxruntime.dll",
};

/** The library that a user has named; `undefined` where that is none. */
export function namedLibrary(): string | undefined {
  if (!("Deno" in globalThis)) return undefined;
  try {
    return Deno.env.get(LIBRARY_VARIABLE) || undefined;
  } catch (error) {
    // Who may not read the variable has not set it for this program.
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/** The C interface, or why this machine does without it. */
export type LibraryRoute =
  | { readonly library: OnnxLibrary; readonly fault?: undefined }
  | { readonly library?: undefined; readonly fault: string };

/**
 * Opens a library by its C interface, if that is possible.
 *
 * @param path Name or path by which the loader finds it; `undefined` where none is known.
 */
export function openRoute(path: string | undefined): LibraryRoute {
  if (path === undefined) return { fault: `its name on ${Deno.build.os} is not known` };
  try {
    return { library: openLibrary(path) };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

let opened: LibraryRoute | undefined;

/**
 * ONNX Runtime by its C interface: the library that the user has named, or that which onnxruntime-node
 * has brought, where the loader finds it. The latter must be loaded before this is asked for the first
 * time.
 */
export function onnxLibrary(): LibraryRoute {
  return opened ??= openRoute(namedLibrary() ?? LIBRARIES[Deno.build.os]);
}
