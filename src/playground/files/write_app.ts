import { join } from "node:path";
import { bundleModules } from "../../bundling/bundle_modules.ts";
import { playgroundPage } from "../page/playground_page.ts";

/** Modules that the page runs, in the places where it looks for them. */
const ENTRIES = [
  new URL("../app/app.ts", import.meta.url),
  new URL("../drawing/draw_worker.ts", import.meta.url),
  new URL("../drawing/helper_worker.ts", import.meta.url),
  new URL("../judging/judge_worker.ts", import.meta.url),
];

/** Files of ONNX Runtime: its module and what that loads, for WebGPU and for WebAssembly. */
const ORT_FILES = [
  "ort.wasm.min.mjs",
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
  "ort.webgpu.min.mjs",
  "ort-wasm-simd-threaded.asyncify.mjs",
  "ort-wasm-simd-threaded.asyncify.wasm",
];

/** Files of packages, from where they lie to where the page looks for them. */
const COPIES: readonly (readonly [from: URL, to: string])[] = [
  ...ORT_FILES.map((name) =>
    [new URL(name, import.meta.resolve("onnxruntime-web/wasm")), `ort/${name}`] as const
  ),
  // RDKit, and the scores of fragments, are looked for beside the script that asks for them.
  [
    new URL("RDKit_minimal.wasm", import.meta.resolve("@rdkit/rdkit")),
    "judging/RDKit_minimal.wasm",
  ],
  [
    new URL("../../domains/molecules/properties/sa_fragments.bin.gz", import.meta.url),
    "judging/sa_fragments.bin.gz",
  ],
];

/**
 * Writes the page with its scripts and the WebAssembly that they load; networks are not among it.
 *
 * @param folder Where to; it is made.
 * @throws {Error} If the scripts cannot be bundled.
 */
export async function writeApp(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await bundleModules({ entries: ENTRIES, folder });
  for (const [from, to] of COPIES) {
    const target = join(folder, to);
    await Deno.mkdir(join(target, ".."), { recursive: true });
    await Deno.writeFile(target, await Deno.readFile(from));
  }
  await Deno.writeTextFile(join(folder, "index.html"), playgroundPage());
}
