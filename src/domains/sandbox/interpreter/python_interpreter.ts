import { boot, type EmscriptenModule, type InterpreterParts } from "./python_boot.ts";
import type { ProgramResult, PythonProgram } from "./verdict.ts";
import { PYTHON_FLUSH, PYTHON_LOCKDOWN, PYTHON_PRELUDE } from "./python_prelude.ts";
import { forbidBuiltinModules } from "./forbidden_modules.ts";
import { OutputBuffer } from "./output_buffer.ts";
import { limitFileWrites } from "./file_limit.ts";
import { WASM_PAGE_BYTES } from "./wasm_memory.ts";

/** `Py_file_input` of CPython's `compile.h`: a whole program. */
const FILE_INPUT = 257;

/** Share of the memory beyond which a broken interpreter is put down to its exhaustion. */
const NEARLY_ALL = 0.9;

/** Characters of an exception's message that are kept. */
const DETAIL_LENGTH = 300;

/** Options of {@linkcode startInterpreter}. */
export interface InterpreterOptions {
  /** What {@linkcode makeSnapshot} returned. */
  readonly snapshot: Uint8Array<ArrayBuffer>;
  /** Most memory that Python may have, in pages of 64 KiB. */
  readonly memoryPages: number;
  /** Bytes of output that are kept. */
  readonly outputBytes: number;
  /** Bytes that may be written to files, which live in memory. */
  readonly fileBytes: number;
}

/** Runs a program. `broken` tells that the interpreter can run no other. */
export type RunProgram = (program: PythonProgram) => ProgramResult & { broken: boolean };

type Decision = Pick<ProgramResult, "verdict" | "detail">;

/** The memory of an interpreter that has just started and has loaded the usual modules. */
export async function makeSnapshot(parts: InterpreterParts): Promise<Uint8Array> {
  const { pyodide } = await boot(parts);
  pyodide.runPython(PYTHON_PRELUDE);
  return (pyodide as unknown as { makeMemorySnapshot(): Uint8Array }).makeMemorySnapshot();
}

/**
 * Starts an interpreter from a snapshot.
 *
 * Programs run through CPython's C API, called from here: nothing that Python code can patch (`exec`,
 * `json`, Pyodide's own modules) lies between a program and its verdict.
 */
export async function startInterpreter(
  parts: InterpreterParts,
  { snapshot, memoryPages, outputBytes, fileBytes }: InterpreterOptions,
): Promise<RunProgram> {
  const { pyodide, python } = await boot(parts, snapshot);
  const memoryBytes = memoryPages * WASM_PAGE_BYTES;
  const module = (pyodide as unknown as { _module: EmscriptenModule })._module;
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  const pointerAt = (address: number) => new Uint32Array(python.memory.buffer)[address >>> 2];
  const assertionError = pointerAt(module._PyExc_AssertionError);
  const memoryError = pointerAt(module._PyExc_MemoryError);

  function toC(text: string): number {
    const bytes = encoder.encode(text);
    const pointer = python.malloc(bytes.length + 1);
    if (pointer === 0) throw new Error("out of memory");
    const heap = new Uint8Array(python.memory.buffer);
    heap.set(bytes, pointer);
    heap[pointer + bytes.length] = 0;
    return pointer;
  }

  function fromC(pointer: number): string {
    const heap = new Uint8Array(python.memory.buffer);
    return decoder.decode(heap.slice(pointer, heap.indexOf(0, pointer)));
  }

  /** The text of a string object, which is given up; empty if it cannot be encoded. */
  function takeText(object: number): string {
    const characters = object === 0 ? 0 : python.PyUnicode_AsUTF8(object);
    const text = characters === 0 ? "" : fromC(characters);
    python.PyErr_Clear();
    python.Py_DecRef(object);
    return text;
  }

  function describe(exception: number): string {
    const type = python.PyObject_Type(exception);
    const name = takeText(python.PyType_GetName(type));
    python.Py_DecRef(type);
    const message = takeText(python.PyObject_Str(exception));
    return (message === "" ? name : `${name}: ${message}`).slice(0, DETAIL_LENGTH);
  }

  const fileName = toC("<program>");
  const builtinsKey = toC("__builtins__");
  const output = new OutputBuffer(outputBytes);
  const write = (bytes: Uint8Array) => output.write(bytes);
  pyodide.setStdin({ stdin: () => null });
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });
  pyodide.runPython(PYTHON_LOCKDOWN);
  limitFileWrites(module.FS, fileBytes);
  forbidBuiltinModules(python.memory, module._PyImport_Inittab);

  // A trace function could step over the assertion that would fail.
  const noTracing = toC("tracing is not available in the sandbox");
  const runtimeError = pointerAt(module._PyExc_RuntimeError);
  python.PySys_AddAuditHook(
    module.addFunction((event) => {
      const name = fromC(event);
      if (
        name !== "sys.settrace" && name !== "sys.setprofile" &&
        name !== "sys.monitoring.register_callback"
      ) {
        return 0;
      }
      python.PyErr_SetString(runtimeError, noTracing);
      return -1;
    }, "iiii"),
    0,
  );

  /** Takes what was raised and says which verdict it means. */
  function takeException(): Decision {
    const exception = python.PyErr_GetRaisedException();
    const matches = (type: number) => python.PyErr_GivenExceptionMatches(exception, type) !== 0;
    const verdict = matches(assertionError) ? "failed" : matches(memoryError) ? "memory" : "error";
    const detail = describe(exception);
    python.Py_DecRef(exception);
    return { verdict, detail };
  }

  /** Runs statements to their end; what they raise, if they do, is left to `takeException`. */
  function execute(code: number, globals: number): boolean {
    const result = python.PyEval_EvalCode(code, globals, globals);
    python.Py_DecRef(code);
    python.Py_DecRef(result);
    return result !== 0;
  }

  function compile(text: string): number {
    const source = toC(text);
    const code = python.Py_CompileString(source, fileName, FILE_INPUT);
    python.free(source);
    return code;
  }

  /** Runs the program or its tests; `undefined` if all went well. */
  function runPart(text: string, globals: number): Decision | undefined {
    // A C string would end at the first of them.
    if (text.includes("\0")) {
      return {
        verdict: "syntax",
        detail: "SyntaxError: source code string cannot contain null bytes",
      };
    }
    const code = compile(text);
    if (code === 0) return { ...takeException(), verdict: "syntax" };
    return execute(code, globals) ? undefined : takeException();
  }

  function decide(program: PythonProgram, globals: number): Decision {
    return runPart(program.source, globals) ?? runPart(program.tests ?? "", globals) ??
      { verdict: "passed", detail: "" };
  }

  return (program) => {
    output.clear();
    const globals = python.PyDict_New();
    python.PyDict_SetItemString(globals, builtinsKey, python.PyEval_GetBuiltins());
    try {
      const decision = decide(program, globals);
      if (!execute(compile(PYTHON_FLUSH), globals)) python.PyErr_Clear();
      return { ...decision, ...output.contents(), broken: false };
    } catch (error) {
      // Not an exception of Python's: a WebAssembly trap, an exhausted stack or an `exit`.
      const { name, message } = error as Error;
      const outOfMemory = python.memory.buffer.byteLength > NEARLY_ALL * memoryBytes;
      return {
        verdict: outOfMemory ? "memory" : "crashed",
        detail: `${name}: ${message}`.slice(0, DETAIL_LENGTH),
        ...output.contents(),
        broken: true,
      };
    }
  };
}
