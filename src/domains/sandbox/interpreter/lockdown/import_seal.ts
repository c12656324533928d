/**
 * The imports of Pyodide's WebAssembly module that serve the C library: system calls, time, memory and
 * the flow of control. The others hand JavaScript's objects to Python.
 */
const C_LIBRARY = new RegExp(
  "^(?:" + [
    "invoke_\\w+",
    "__syscall_(?!ioctl$)\\w+",
    "(?:fd|clock|environ)_\\w+",
    "random_get|proc_exit|exit|_abort_js|__assert_fail|__call_sighandler|_emscripten_system",
    "_(?:mmap|munmap|msync|tzset|timegm|mktime|localtime|gmtime|setitimer)_js",
    "emscripten_(?:date_now|get_now|get_heap_max|resize_heap)",
    "_emscripten_(?:get_progname|lookup_name|runtime_keepalive_clear)",
    "get(?:protobyname|addrinfo|nameinfo)",
    "_Py_emscripten_runtime|_Py_CheckEmscriptenSignals_Helper|_PyEM_TrampolineCall_JS",
    // They do nothing but wait, which a program may not and cannot.
    "_maybe_\\w+_async|_try_fcntl64|_try_shutdown",
    // What Python gives back as it forgets the objects it has had.
    "__hiwire_deduplicate_(?:get|delete)",
  ].join("|") + ")$",
);

/** `ENOTTY` in Emscripten's numbering. */
const NOT_A_TERMINAL = 59;

/** The imports of a WebAssembly module, and what closes them. */
export interface SealedImports {
  readonly imports: WebAssembly.Imports;
  /** From now on, whatever is not of the C library throws. */
  seal(): void;
}

/**
 * Makes it possible to take JavaScript out of Python's reach once the interpreter has started: whatever
 * object or function a program still finds, it leads through one of these imports.
 */
export function sealImports(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): SealedImports {
  let sealed = false;
  const refuse = (name: string) => {
    throw new Error(`JavaScript is out of reach in the sandbox (${name})`);
  };
  const copy: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: space, name, kind } of WebAssembly.Module.imports(module)) {
    const value = imports[space]![name]!;
    let kept = value;
    if (name === "__syscall_ioctl") {
      // Emscripten writes to whatever address a program names in its place of the buffer.
      kept = () => -NOT_A_TERMINAL;
    } else if (kind === "function" && !C_LIBRARY.test(name)) {
      // What is no function suspends Python until a promise is fulfilled; nothing here waits for one.
      kept = typeof value !== "function" ? () => refuse(name) : (...args: unknown[]) => {
        if (sealed) refuse(name);
        return value(...args);
      };
    }
    (copy[space] ??= {})[name] = kept;
  }
  return {
    imports: copy,
    seal() {
      sealed = true;
    },
  };
}
