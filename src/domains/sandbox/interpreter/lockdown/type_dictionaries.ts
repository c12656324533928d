import type { CApi, EmscriptenModule } from "../c_api.ts";

/** Offsets in a `PyTypeObject` and its `PyNumberMethods` on a 32-bit machine. */
const TYPE_NUMBER = 48, TYPE_RICHCOMPARE = 100, NUMBER_OR = 60;

/** Offset of the dictionary in a `mappingproxy`. */
const PROXY_MAPPING = 8;

/** The methods that hand the dictionary over to the other operand. */
const METHODS = ["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__or__", "__ror__"];

/**
 * Keeps the dictionaries of types behind their read-only views. `int.__dict__ == other` hands `int`'s
 * own dictionary to `other.__eq__`; what is changed there leaves dangling pointers in CPython's caches,
 * and so the way to all memory. Comparing and merging views takes a copy instead.
 */
export function guardTypeDictionaries(api: CApi, module: EmscriptenModule): void {
  const { python } = api;
  const proxy = module._PyDictProxy_Type;

  /** A new reference to an operand, or to a copy of what is behind it. */
  const toOperand = (object: number): number => {
    const shown = api.typeOf(object) === proxy ? api.wordAt(object + PROXY_MAPPING) : object;
    if (shown !== object && api.typeOf(shown) === module._PyDict_Type) {
      return python.PyDict_Copy(shown);
    }
    python.Py_IncRef(shown);
    return shown;
  };
  const withOperands = (left: number, right: number, use: (l: number, r: number) => number) => {
    const operands = [toOperand(left), toOperand(right)] as const;
    const result = operands.includes(0) ? 0 : use(...operands);
    for (const operand of operands) python.Py_DecRef(operand);
    return result;
  };

  const compare = (left: number, right: number, operation: number) =>
    withOperands(left, right, (l, r) => python.PyObject_RichCompare(l, r, operation));
  const merge = (left: number, right: number) => withOperands(left, right, python.PyNumber_Or);
  api.setWord(proxy + TYPE_RICHCOMPARE, module.addFunction(compare, "iiii"));
  api.setWord(api.wordAt(proxy + TYPE_NUMBER) + NUMBER_OR, module.addFunction(merge, "iii"));

  const dictionary = python.PyType_GetDict(proxy);
  for (const method of METHODS) {
    const name = api.allocate(method);
    if (python.PyDict_DelItemString(dictionary, name) !== 0) {
      throw new Error(`internal: views of dictionaries have no method ${method}`);
    }
    python.free(name);
  }
  python.Py_DecRef(dictionary);
  python.PyType_Modified(proxy);
}
