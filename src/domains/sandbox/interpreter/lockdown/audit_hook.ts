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
const CODE_ATTRIBUTES = ["__code__", "f_code", "gi_code", "cr_code", "ag_code"] as const;

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
  /** The attributes' names as C strings, of which no program can make anything else. */
  const attributes = new Map(CODE_ATTRIBUTES.map((name) => [`${name}`, api.allocate(name)]));
  /** The types that have them. A program's own types would run its code where they are looked at. */
  const typesWithCode = new Set([
    ...[module._PyFunction_Type, module._PyFrame_Type, module._PyGen_Type],
    ...[module._PyCoro_Type, module._PyAsyncGen_Type],
  ]);
  let looking = false;

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

  /** Whether an attribute of an object is code of the tests. */
  function leadsToTests(object: number, name: string): boolean {
    const attribute = attributes.get(name);
    if (attribute === undefined || !typesWithCode.has(api.typeOf(object))) return false;
    // Looking raises the same event again.
    looking = true;
    try {
      const code = python.PyObject_GetAttrString(object, attribute);
      if (code === 0) python.PyErr_Clear();
      const leads = code !== 0 && isOfTests(code);
      python.Py_DecRef(code);
      return leads;
    } finally {
      looking = false;
    }
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
        if (looking) return 0;
        const object = python.PyTuple_GetItem(args, 0);
        const attribute = textOf(python.PyTuple_GetItem(args, 1));
        if (!leadsToTests(object, attribute)) return 0;
        return refuse(exceptions.attribute, "the code of the tests is not available");
      }
      default:
        return 0;
    }
  };
  python.PySys_AddAuditHook(module.addFunction(hook, "iiii"), 0);
}
