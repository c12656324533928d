import type { CApi, EmscriptenModule } from "../c_api.ts";

/** Offset of `tp_getset` in a `PyTypeObject` on a 32-bit machine. */
const TYPE_GETSET = 124;

/** Bytes of a `PyGetSetDef`: pointers to a name, a getter, a setter, documentation and a closure. */
const ENTRY_BYTES = 20;

/** Offset of the getter in it. */
const GETTER = 4;

const NAME_BYTES = 64;

/** `Py_CONSTANT_NONE`. */
const NONE = 0;

type Getter = (frame: number, closure: number) => number;

/** Options of {@linkcode hideFrames}. */
export interface HideFramesOptions {
  readonly api: CApi;
  readonly module: EmscriptenModule;
  /** Whether a code object is to be kept from programs. */
  readonly isOfTests: (code: number) => boolean;
}

/**
 * Keeps programs from looking into the frames of the tests that call them, by whatever way such a frame
 * was found: `f_back` passes over them and their `f_locals` is refused.
 *
 * @throws {Error} If frames lack one of these attributes, so that a new version cannot open them.
 */
export function hideFrames({ api, module, isOfTests }: HideFramesOptions): void {
  const { python } = api;
  const attributeError = api.wordAt(module._PyExc_AttributeError);
  const refusal = api.allocate("the variables of the tests are not available");

  const isHidden = (frame: number) => {
    const code = python.PyFrame_GetCode(frame);
    const hidden = isOfTests(code);
    python.Py_DecRef(code);
    return hidden;
  };
  const getBack = (frame: number) => {
    let back = python.PyFrame_GetBack(frame);
    while (back !== 0 && isHidden(back)) {
      const next = python.PyFrame_GetBack(back);
      python.Py_DecRef(back);
      back = next;
    }
    return back === 0 ? python.Py_GetConstant(NONE) : back;
  };
  const getLocals = (original: Getter): Getter => (frame, closure) => {
    if (!isHidden(frame)) return original(frame, closure);
    python.PyErr_SetString(attributeError, refusal);
    return 0;
  };

  const missing = new Set(["f_back", "f_locals"]);
  const table = api.wordAt(module._PyFrame_Type + TYPE_GETSET);
  for (let entry = table; api.wordAt(entry) !== 0; entry += ENTRY_BYTES) {
    const name = api.text(api.wordAt(entry), NAME_BYTES);
    if (!missing.delete(name)) continue;
    const original = python.__indirect_function_table.get(api.wordAt(entry + GETTER)) as Getter;
    const getter = name === "f_back" ? getBack : getLocals(original);
    api.setWord(entry + GETTER, module.addFunction(getter, "iii"));
  }
  if (missing.size > 0) {
    throw new Error(`internal: frames have no attribute ${[...missing].join(", ")}`);
  }
}
