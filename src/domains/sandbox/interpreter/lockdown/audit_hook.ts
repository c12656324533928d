import type { CApi, EmscriptenModule } from "../c_api.ts";

const NO_TRACING = "tracing is not available in the sandbox";
const NO_BYTECODE = "code cannot be made by hand in the sandbox";
const NO_OBJECTS = "the garbage collector's lists are not available in the sandbox";

/** Events that are refused whatever their arguments, with the reason that the program is given. */
const REFUSED: ReadonlyMap<string, string> = new Map(Object.entries({
  // A trace function could step over the assertion that would fail.
  "sys.settrace": NO_TRACING,
  "sys.setprofile": NO_TRACING,
  "sys.monitoring.register_callback": NO_TRACING,
  // It would be given the source of the tests.
  "sys.addaudithook": "audit hooks cannot be added in the sandbox",
  // Bytecode that no compiler wrote can forge any object, and so read and write all memory.
  "code.__new__": NO_BYTECODE,
  "marshal.load": NO_BYTECODE,
  "marshal.loads": NO_BYTECODE,
  // They lead to the code of the tests and to what Pyodide left behind.
  "gc.get_objects": NO_OBJECTS,
  "gc.get_referents": NO_OBJECTS,
  "gc.get_referrers": NO_OBJECTS,
}));

/** Packages that lead to JavaScript. */
const JAVASCRIPT_PACKAGES: ReadonlySet<string> = new Set(
  ["js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core"],
);

/** Attributes that are code. */
const CODE_ATTRIBUTES: ReadonlySet<string> = new Set(
  ["__code__", "f_code", "gi_code", "cr_code", "ag_code"],
);

const NAME_BYTES = 200;

/** Options of {@linkcode installAuditHook}. */
export interface AuditHookOptions {
  readonly api: CApi;
  readonly module: EmscriptenModule;
  /** Whether a code object belongs to the tests. */
  readonly isOfTests: (code: number) => boolean;
}

/**
 * Has CPython ask before it does what a program could forge its verdict with (PEP 578): trace, make
 * bytecode by hand, load compiled modules, or look into its tests.
 */
export function installAuditHook({ api, module, isOfTests }: AuditHookOptions): void {
  const { python } = api;
  const exceptions = {
    attribute: api.wordAt(module._PyExc_AttributeError),
    import: api.wordAt(module._PyExc_ModuleNotFoundError),
    runtime: api.wordAt(module._PyExc_RuntimeError),
  };
  /** Names of events in CPython's own, constant memory, whose addresses never mean another one. */
  const names = new Map<number, string>();
  const firstFree = python.__heap_base.value;
  /** What tells the code of an object by its type, without a look at attributes, which programs patch. */
  const codeByType = new Map<number, (object: number) => number>([
    [module._PyFunction_Type, python.PyFunction_GetCode],
    [module._PyFrame_Type, releasing(python.PyFrame_GetCode)],
    [module._PyGen_Type, releasing(python.PyGen_GetCode)],
    [module._PyCoro_Type, releasing(python.PyGen_GetCode)],
    [module._PyAsyncGen_Type, releasing(python.PyGen_GetCode)],
  ]);

  function nameOf(event: number): string {
    let name = names.get(event);
    if (name === undefined) {
      name = api.text(event, NAME_BYTES);
      if (event < firstFree) names.set(event, name);
    }
    return name;
  }

  function refuse(exception: number, message: string): -1 {
    const text = api.allocate(message);
    python.PyErr_SetString(exception, text);
    python.free(text);
    return -1;
  }

  function textOf(object: number): string {
    const characters = object === 0 ? 0 : python.PyUnicode_AsUTF8(object);
    if (characters !== 0) return api.text(characters, NAME_BYTES);
    python.PyErr_Clear();
    return "";
  }

  /** Gives a reference back at once; the object that has the code keeps it. */
  function releasing(codeOf: (object: number) => number): (object: number) => number {
    return (object) => {
      const code = codeOf(object);
      python.Py_DecRef(code);
      return code;
    };
  }

  /** Whether an object has code of the tests. */
  function hasCodeOfTests(object: number): boolean {
    const codeOf = object === 0 ? undefined : codeByType.get(api.typeOf(object));
    return codeOf !== undefined && isOfTests(codeOf(object));
  }

  const hook = (event: number, args: number): number => {
    const name = nameOf(event);
    const reason = REFUSED.get(name);
    if (reason !== undefined) return refuse(exceptions.runtime, reason);
    switch (name) {
      case "import": {
        const imported = textOf(python.PyTuple_GetItem(args, 0));
        // Compiled modules are the only ones that are told with their file's name.
        const isCompiled = python.Py_IsNone(python.PyTuple_GetItem(args, 1)) === 0;
        if (!isCompiled && !JAVASCRIPT_PACKAGES.has(imported.split(".", 1)[0]!)) return 0;
        return refuse(exceptions.import, `No module named '${imported}'`);
      }
      case "object.__getattr__":
      case "object.__setattr__":
      case "object.__delattr__": {
        if (!CODE_ATTRIBUTES.has(textOf(python.PyTuple_GetItem(args, 1)))) return 0;
        if (!hasCodeOfTests(python.PyTuple_GetItem(args, 0))) return 0;
        return refuse(exceptions.attribute, "the code of the tests is not available");
      }
      default:
        return 0;
    }
  };
  python.PySys_AddAuditHook(module.addFunction(hook, "iiii"), 0);
}
