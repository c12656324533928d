/**
 * Says where the engine `wasm` finds its own files, which a page must offer: those of the package
 * `@tensorflow/tfjs-backend-wasm` whose names end in `.wasm`. To be called before the engine is used;
 * Deno and Node find them by themselves.
 *
 * @param folder Address of their folder; a slash is added at its end where there is none.
 */
export async function setWasmFolder(folder: string): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(folder.endsWith("/") ? folder : `${folder}/`);
}
