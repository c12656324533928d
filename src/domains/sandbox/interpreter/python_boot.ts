import type { loadPyodide, PyodideAPI } from "pyodide";
import { CApi, type CPython, type EmscriptenModule } from "./c_api.ts";
import { sealImports } from "./lockdown/import_seal.ts";

/** The files of Pyodide; all of it is loaded before permissions are given up. */
export interface InterpreterParts {
  readonly loadPyodide: typeof loadPyodide;
  /** Default export of `pyodide.asm.mjs`. */
  readonly createPyodideModule: unknown;
  readonly wasm: WebAssembly.Module;
  /** `python_stdlib.zip`. */
  readonly standardLibrary: Uint8Array<ArrayBuffer>;
  /** Text of `pyodide-lock.json`. */
  readonly lockFile: string;
}

/** Pyodide after its start. */
export interface Booted {
  readonly pyodide: PyodideAPI;
  readonly module: EmscriptenModule;
  readonly api: CApi;
  /** Takes JavaScript out of Python's reach for good. */
  readonly seal: () => void;
}

/** Random numbers that are the same in every run, so that verdicts are. */
function fillRepeatably<T extends ArrayBufferView>(view: T): T {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  // xorshift32 (Marsaglia 2003, doi:10.18637/jss.v008.i14).
  for (let i = 0, state = 2463534242; i < bytes.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state >>> 24;
  }
  return view;
}

/** Starts Pyodide without letting it fetch or read anything. */
export async function boot(
  { loadPyodide, createPyodideModule, wasm, standardLibrary, lockFile }: InterpreterParts,
  snapshot?: Uint8Array,
): Promise<Booted> {
  let started: Pick<Booted, "api" | "seal"> | undefined;
  Object.assign(globalThis, {
    crypto: { getRandomValues: fillRepeatably },
    fetch: (url: string | URL) =>
      Promise.resolve(new Response(`${url}`.endsWith(".zip") ? standardLibrary : "")),
  });
  Object.assign(WebAssembly, {
    instantiateStreaming: async (_response: unknown, imports: WebAssembly.Imports) => {
      const { imports: sealed, seal } = sealImports(wasm, imports);
      const instance = await WebAssembly.instantiate(wasm, sealed);
      started = { api: new CApi(instance.exports as unknown as CPython), seal };
      return { instance, module: wasm };
    },
  });
  const pyodide = await loadPyodide(
    {
      createPyodideModule,
      indexURL: "https://pyodide.invalid/",
      // It is to know of no packages that it could fetch.
      lockFileContents: { ...JSON.parse(lockFile), packages: {} },
      jsglobals: Object.create(null),
      env: { PYTHONHASHSEED: "0" },
      _makeSnapshot: snapshot === undefined,
      _loadSnapshot: snapshot,
    } as Parameters<typeof loadPyodide>[0],
  );
  if (started === undefined) throw new Error("internal: Pyodide did not start its module");
  const { _module: module } = pyodide as unknown as { _module: EmscriptenModule };
  return { pyodide, module, ...started };
}
