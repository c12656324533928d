import type { loadPyodide, PyodideAPI } from "pyodide";
import type { EmscriptenFileSystem } from "./file_limit.ts";

/** The functions of CPython's C API in use; pointers are numbers, 0 is `NULL`. */
export interface CPython {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(pointer: number): void;
  Py_CompileString(source: number, fileName: number, start: number): number;
  Py_DecRef(object: number): void;
  PyDict_New(): number;
  PyDict_SetItemString(dict: number, key: number, value: number): number;
  PyErr_Clear(): void;
  PyErr_GetRaisedException(): number;
  PyErr_GivenExceptionMatches(exception: number, type: number): number;
  PyErr_SetString(type: number, message: number): void;
  PyEval_EvalCode(code: number, globals: number, locals: number): number;
  PyEval_GetBuiltins(): number;
  PyObject_Str(object: number): number;
  PyObject_Type(object: number): number;
  PySys_AddAuditHook(hook: number, data: number): number;
  PyType_GetName(type: number): number;
  PyUnicode_AsUTF8(text: number): number;
}

/** The parts of Pyodide's Emscripten module in use. */
export interface EmscriptenModule {
  readonly _PyExc_AssertionError: number;
  readonly _PyExc_MemoryError: number;
  readonly _PyExc_RuntimeError: number;
  readonly _PyImport_Inittab: number;
  readonly FS: EmscriptenFileSystem;
  addFunction(implementation: (...args: number[]) => number, signature: string): number;
}

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
  readonly python: CPython;
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
  let python: CPython | undefined;
  Object.assign(globalThis, {
    crypto: { getRandomValues: fillRepeatably },
    fetch: (url: string | URL) =>
      Promise.resolve(new Response(`${url}`.endsWith(".zip") ? standardLibrary : "")),
  });
  Object.assign(WebAssembly, {
    instantiateStreaming: async (_response: unknown, imports: WebAssembly.Imports) => {
      const instance = await WebAssembly.instantiate(wasm, imports);
      python = instance.exports as unknown as CPython;
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
  if (python === undefined) throw new Error("internal: Pyodide did not start its module");
  return { pyodide, python };
}
