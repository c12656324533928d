import type { EmscriptenFileSystem } from "./lockdown/file_limit.ts";

/** The functions of CPython's C API in use; pointers are numbers, 0 is `NULL`. */
export interface CPython {
  readonly memory: WebAssembly.Memory;
  readonly __heap_base: WebAssembly.Global<"i32">;
  readonly __indirect_function_table: WebAssembly.Table;
  malloc(bytes: number): number;
  free(pointer: number): void;
  Py_CompileStringObject(
    source: number,
    fileName: number,
    start: number,
    flags: number,
    optimize: number,
  ): number;
  Py_DecRef(object: number): void;
  Py_IncRef(object: number): void;
  Py_GetConstant(which: number): number;
  Py_IsNone(object: number): number;
  PyDict_Copy(dict: number): number;
  PyDict_DelItemString(dict: number, key: number): number;
  PyDict_GetItemString(dict: number, key: number): number;
  PyDict_New(): number;
  PyDict_SetItemString(dict: number, key: number, value: number): number;
  PyDict_Update(dict: number, other: number): number;
  PyErr_Clear(): void;
  PyErr_GetRaisedException(): number;
  PyErr_GivenExceptionMatches(exception: number, type: number): number;
  PyErr_SetString(type: number, message: number): void;
  PyEval_EvalCode(code: number, globals: number, locals: number): number;
  PyEval_GetBuiltins(): number;
  PyFile_FromFd(
    descriptor: number,
    name: number,
    mode: number,
    buffering: number,
    encoding: number,
    errors: number,
    newline: number,
    closes: number,
  ): number;
  PyFrame_GetBack(frame: number): number;
  PyFrame_GetCode(frame: number): number;
  PyFunction_GetCode(callable: number): number;
  PyGen_GetCode(generator: number): number;
  PyNumber_Or(left: number, right: number): number;
  PyObject_RichCompare(left: number, right: number, operation: number): number;
  PyObject_Str(object: number): number;
  PyObject_Type(object: number): number;
  PySys_AddAuditHook(hook: number, data: number): number;
  PySys_SetObject(name: number, value: number): number;
  PyTuple_GetItem(tuple: number, index: number): number;
  PyType_GetDict(type: number): number;
  PyType_GetName(type: number): number;
  PyType_Modified(type: number): void;
  PyUnicode_AsUTF8(text: number): number;
  PyUnicode_FromString(text: number): number;
}

/** The parts of Pyodide's Emscripten module in use. */
export interface EmscriptenModule {
  readonly _PyExc_AssertionError: number;
  readonly _PyExc_AttributeError: number;
  readonly _PyExc_MemoryError: number;
  readonly _PyExc_ModuleNotFoundError: number;
  readonly _PyExc_RuntimeError: number;
  readonly _PyAsyncGen_Type: number;
  readonly _PyCode_Type: number;
  readonly _PyCoro_Type: number;
  readonly _PyDict_Type: number;
  readonly _PyDictProxy_Type: number;
  readonly _PyFrame_Type: number;
  readonly _PyFunction_Type: number;
  readonly _PyGen_Type: number;
  readonly _PyImport_Inittab: number;
  readonly FS: EmscriptenFileSystem & { readonly streams: readonly unknown[] };
  addFunction(implementation: (...args: number[]) => number, signature: string): number;
}

/** CPython's functions together with what turns its pointers into values. */
export class CApi {
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  /** @param python Exports of Pyodide's WebAssembly module. */
  constructor(readonly python: CPython) {}

  /** The 32-bit word at an address, such as a pointer. */
  wordAt(address: number): number {
    return new DataView(this.python.memory.buffer).getUint32(address, true);
  }

  /** Writes a 32-bit word. */
  setWord(address: number, value: number): void {
    new DataView(this.python.memory.buffer).setUint32(address, value, true);
  }

  /** A new C string, to be freed. */
  allocate(text: string): number {
    const bytes = this.#encoder.encode(text);
    const pointer = this.python.malloc(bytes.length + 1);
    if (pointer === 0) throw new Error("out of memory");
    const heap = new Uint8Array(this.python.memory.buffer);
    heap.set(bytes, pointer);
    heap[pointer + bytes.length] = 0;
    return pointer;
  }

  /** Frees a C string and leaves nothing of it behind in memory. */
  erase(pointer: number): void {
    const heap = new Uint8Array(this.python.memory.buffer);
    heap.fill(0, pointer, heap.indexOf(0, pointer));
    this.python.free(pointer);
  }

  /** The beginning of a C string. */
  text(pointer: number, maxBytes: number): string {
    const heap = new Uint8Array(this.python.memory.buffer, pointer);
    const end = heap.subarray(0, maxBytes).indexOf(0);
    return this.#decoder.decode(heap.slice(0, end < 0 ? maxBytes : end));
  }

  /** The beginning of a string object, which is given up; empty if it cannot be encoded. */
  takeText(object: number, maxBytes: number): string {
    const characters = object === 0 ? 0 : this.python.PyUnicode_AsUTF8(object);
    const text = characters === 0 ? "" : this.text(characters, maxBytes);
    this.python.PyErr_Clear();
    this.python.Py_DecRef(object);
    return text;
  }

  /** The type of an object, as an address to compare: types of C are never freed. */
  typeOf(object: number): number {
    const type = this.python.PyObject_Type(object);
    this.python.Py_DecRef(type);
    return type;
  }
}
