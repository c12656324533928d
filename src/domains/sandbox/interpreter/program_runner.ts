import type { CApi, EmscriptenModule } from "./c_api.ts";
import { withHint } from "./hints.ts";
import { PYTHON_FLUSH } from "./python_prelude.ts";
import type { ProgramResult, PythonProgram } from "./verdict.ts";

/** `Py_file_input` of CPython's `compile.h`: a whole program. */
const FILE_INPUT = 257;

/** `PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE`: no codec of the program's reads what is compiled. */
const TEXT_FLAGS = 0x0900;

/** Python 3.14, as `cf_feature_version`. */
const FEATURE_VERSION = 14;

/** Bytes of a `PyCompilerFlags`. */
const FLAGS_BYTES = 8;

/** Fewer bytes than a code object has. */
const CODE_BYTES = 120;

/** The level at which assertions are compiled. */
const OPTIMIZE = 0;

/** Must fail, or nothing that passes means anything. */
const CANARY = "x = 1\nassert x == 2\n";

/** Characters of an exception's message that are kept, and the most bytes that they take. */
const DETAIL_LENGTH = 300, DETAIL_BYTES = 4 * DETAIL_LENGTH;

/** The standard streams: name in `sys`, file descriptor, mode and error handler. */
const STREAMS = [
  ["stdin", 0, "r", "strict"],
  ["stdout", 1, "w", "strict"],
  ["stderr", 2, "w", "backslashreplace"],
] as const;

type Decision = Pick<ProgramResult, "verdict" | "detail">;

/**
 * Runs programs and decides about them through CPython's C interface: nothing that Python code can
 * patch (`exec`, `json`, Pyodide's own modules) lies between a program and its verdict.
 */
export class ProgramRunner {
  readonly #api: CApi;
  readonly #assertionError: number;
  readonly #memoryError: number;
  /** A copy of the built-in names. */
  readonly #builtins: number;
  /** The file name of programs, and that of tests: an object that no program can have code with. */
  readonly #programName: number;
  readonly #testsName: number;
  /** C strings. */
  readonly #builtinsKey: number;
  readonly #codeType: number;
  /** Offset of the file name in a code object. */
  readonly #fileNameOffset: number;
  readonly #streams: readonly { readonly set: () => void }[];
  #hasRun = false;

  constructor(api: CApi, module: EmscriptenModule) {
    const { python } = api;
    this.#api = api;
    this.#assertionError = api.wordAt(module._PyExc_AssertionError);
    this.#memoryError = api.wordAt(module._PyExc_MemoryError);
    this.#builtins = python.PyDict_Copy(python.PyEval_GetBuiltins());
    this.#programName = python.PyUnicode_FromString(api.allocate("<program>"));
    this.#testsName = python.PyUnicode_FromString(api.allocate("<tests>"));
    this.#builtinsKey = api.allocate("__builtins__");
    this.#codeType = module._PyCode_Type;
    this.#fileNameOffset = this.#findFileName();
    const utf8 = api.allocate("utf-8"), newline = api.allocate("\n");
    this.#streams = STREAMS.map(([name, descriptor, mode, errors]) => {
      const names = [name, `__${name}__`].map((name) => api.allocate(name));
      const file = api.allocate(`<${name}>`), access = api.allocate(mode);
      const handler = api.allocate(errors);
      return {
        set() {
          const stream = python
            .PyFile_FromFd(descriptor, file, access, -1, utf8, handler, newline, 0);
          if (stream === 0) python.PyErr_Clear();
          else names.forEach((name) => python.PySys_SetObject(name, stream));
          python.Py_DecRef(stream);
        },
      };
    });
  }

  /** Whether a code object was compiled from tests. */
  isOfTests(code: number): boolean {
    return code !== 0 && this.#api.typeOf(code) === this.#codeType &&
      this.#api.wordAt(code + this.#fileNameOffset) === this.#testsName;
  }

  /** Looks for the one word of a code object that points to its file name. */
  #findFileName(): number {
    const code = this.#compile("", this.#testsName);
    for (let offset = 0; offset < CODE_BYTES; offset += 4) {
      if (this.#api.wordAt(code + offset) === this.#testsName) {
        this.#api.python.Py_DecRef(code);
        return offset;
      }
    }
    throw new Error("internal: code objects have no file name");
  }

  /**
   * Runs code of the sandbox's own, whose names nobody sees.
   *
   * @throws {Error} If it raises an exception.
   */
  runTrusted(text: string): void {
    const globals = this.#newGlobals();
    const decision = this.#runPart(text, globals, this.#programName);
    this.#api.python.Py_DecRef(globals);
    if (decision !== undefined) throw new Error(`internal: ${decision.detail}`);
  }

  /**
   * Runs a program and its tests.
   *
   * @param secret A name that the program cannot guess.
   */
  run({ source, tests = "" }: PythonProgram, secret: string): Decision {
    const globals = this.#newGlobals();
    const unprepared = this.#restoreBuiltins(globals);
    // The first program has those that Python has started with.
    if (this.#hasRun) this.#streams.forEach(({ set }) => set());
    this.#hasRun = true;
    const decision = unprepared ?? this.#runPart(source, globals, this.#programName) ??
      this.#runTests(tests, globals, secret) ?? { verdict: "passed", detail: "" };
    this.#flush();
    return decision;
  }

  #runTests(tests: string, globals: number, secret: string): Decision | undefined {
    return this.#restoreBuiltins(globals) ??
      this.#checkCanary() ??
      this.#runPart(`${tests}\n\n${secret} = True\n`, globals, this.#testsName) ??
      this.#checkSentinel(globals, secret) ??
      this.#checkCanary();
  }

  /** An assertion that cannot hold must fail, before the tests and after them. */
  #checkCanary(): Decision | undefined {
    const globals = this.#newGlobals();
    const decision = this.#runPart(CANARY, globals, this.#testsName);
    this.#api.python.Py_DecRef(globals);
    if (decision?.verdict === "failed") return undefined;
    return decision ?? { verdict: "crashed", detail: "assertions no longer fail" };
  }

  /** The tests must have reached their last line. */
  #checkSentinel(globals: number, secret: string): Decision | undefined {
    const { python } = this.#api;
    const name = this.#api.allocate(secret);
    const found = python.PyDict_GetItemString(globals, name);
    this.#api.erase(name);
    if (found !== 0) return undefined;
    python.PyErr_Clear();
    return { verdict: "crashed", detail: "the tests did not run to their end" };
  }

  #newGlobals(): number {
    const { python } = this.#api;
    const globals = python.PyDict_New();
    python.PyDict_SetItemString(globals, this.#builtinsKey, python.PyEval_GetBuiltins());
    return globals;
  }

  /** Gives the built-in names their meaning back; keys of a program's own may raise an exception. */
  #restoreBuiltins(globals: number): Decision | undefined {
    const { python } = this.#api;
    const builtins = python.PyEval_GetBuiltins();
    const isDone = python.PyDict_Update(builtins, this.#builtins) === 0 &&
      python.PyDict_SetItemString(globals, this.#builtinsKey, builtins) === 0;
    return isDone ? undefined : this.#takeException();
  }

  #flush(): void {
    const { python } = this.#api;
    const globals = this.#newGlobals();
    this.#runPart(PYTHON_FLUSH, globals, this.#programName);
    python.Py_DecRef(globals);
  }

  /** Runs statements; `undefined` if all went well. */
  #runPart(text: string, globals: number, fileName: number): Decision | undefined {
    const { python } = this.#api;
    // A C string would end at the first of them.
    if (text.includes("\0")) {
      const detail = "SyntaxError: source code string cannot contain null bytes";
      return { verdict: "syntax", detail };
    }
    const code = this.#compile(text, fileName);
    if (code === 0) return { ...this.#takeException(), verdict: "syntax" };
    const result = python.PyEval_EvalCode(code, globals, globals);
    python.Py_DecRef(code);
    python.Py_DecRef(result);
    return result === 0 ? this.#takeException() : undefined;
  }

  /** Compiles text as if nothing had been compiled before; 0 if an exception was raised. */
  #compile(text: string, fileName: number): number {
    const { python } = this.#api;
    const flags = python.malloc(FLAGS_BYTES);
    const source = this.#api.allocate(text);
    this.#api.setWord(flags, TEXT_FLAGS);
    this.#api.setWord(flags + FLAGS_BYTES / 2, FEATURE_VERSION);
    const code = python.Py_CompileStringObject(source, fileName, FILE_INPUT, flags, OPTIMIZE);
    this.#api.erase(source);
    python.free(flags);
    return code;
  }

  /** Takes what was raised and says which verdict it means. */
  #takeException(): Decision {
    const { python } = this.#api;
    const exception = python.PyErr_GetRaisedException();
    const matches = (type: number) => python.PyErr_GivenExceptionMatches(exception, type) !== 0;
    const verdict = matches(this.#assertionError)
      ? "failed"
      : matches(this.#memoryError)
      ? "memory"
      : "error";
    const detail = this.#describe(exception);
    python.Py_DecRef(exception);
    return { verdict, detail };
  }

  #describe(exception: number): string {
    const { python } = this.#api;
    const type = python.PyObject_Type(exception);
    const name = this.#api.takeText(python.PyType_GetName(type), DETAIL_BYTES);
    python.Py_DecRef(type);
    const message = this.#api.takeText(python.PyObject_Str(exception), DETAIL_BYTES);
    return withHint((message === "" ? name : `${name}: ${message}`).slice(0, DETAIL_LENGTH));
  }
}
