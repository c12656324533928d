/** Global names that stay: those of the language (ECMA-262, section 19) … */
const LANGUAGE_NAMES =
  "AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date " +
  "Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity " +
  "Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy " +
  "RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError TypeError " +
  "URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI " +
  "decodeURIComponent encodeURI encodeURIComponent eval globalThis isFinite isNaN parseFloat parseInt " +
  "undefined";

/** … and those that Pyodide cannot do without. */
const PYODIDE_NAMES =
  "AbortController AbortSignal DOMException Event EventTarget MessageChannel MessageEvent Response " +
  "TextDecoder TextEncoder URL WebAssembly addEventListener atob btoa clearTimeout performance " +
  "queueMicrotask setTimeout";

/**
 * Removes from the global object everything that reaches outside: `Deno`, `process`, workers, storage,
 * the network. Makes the rest look like a browser's worker, the one place where Pyodide asks for no
 * files.
 */
export function removeGlobals(): void {
  const kept = new Set(`${LANGUAGE_NAMES} ${PYODIDE_NAMES}`.split(" "));
  const scope = globalThis as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (kept.has(name)) continue;
    const { configurable, writable } = Object.getOwnPropertyDescriptor(globalThis, name)!;
    if (configurable) delete scope[name];
    else if (writable) scope[name] = undefined;
    else throw new Error(`internal: the global name "${name}" cannot be removed`);
  }
  const silent = () => {};
  Object.assign(scope, {
    // Deno's console writes to standard output, where the results go.
    console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
    location: new URL("https://pyodide.invalid/"),
    self: globalThis,
    WorkerGlobalScope: class {
      static [Symbol.hasInstance](): boolean {
        return true;
      }
    },
  });
}

/** The prototypes of iterators, which have no global name; the sandbox's own loops go through them. */
function iteratorPrototypes(): object[] {
  const iterators = [[].values(), new Map().values(), new Set().values(), "".matchAll(/x/g)];
  return [...iterators, ""[Symbol.iterator]()].map((iterator) => Object.getPrototypeOf(iterator));
}

/** Takes away what turns bytes into code, which Pyodide needs no longer once it has started. */
function closeWebAssembly(): void {
  const refuse = () => {
    throw new Error("WebAssembly code cannot be made in the sandbox");
  };
  const names = [
    ...["Module", "Instance", "compile", "compileStreaming"],
    ...["instantiate", "instantiateStreaming", "validate"],
  ];
  for (const name of names) Object.assign(WebAssembly, { [name]: refuse });
}

/**
 * Freezes what the sandbox's own JavaScript relies on while a program runs, since Python code can reach
 * any JavaScript object through Pyodide's foreign-function interface.
 *
 * The prototypes of errors stay as they are, because errors are given names of their own; nothing but
 * the wording of a detail hangs on them.
 */
export function freezeIntrinsics(): void {
  closeWebAssembly();
  // A stack names the host's files.
  Error.stackTraceLimit = 0;
  const typedArray = Object.getPrototypeOf(Uint8Array);
  const named = `${LANGUAGE_NAMES} TextDecoder TextEncoder WebAssembly`.split(" ")
    .map((name) => (globalThis as Record<string, unknown>)[name]);
  // Unlike those of JavaScript's own name spaces, its names are not enumerable.
  const webAssembly = Object.getOwnPropertyNames(WebAssembly)
    .map((name) => (WebAssembly as unknown as Record<string, unknown>)[name]);
  const constructors = [...named, typedArray, ...webAssembly];
  for (const constructor of constructors) {
    if (typeof constructor !== "function") continue;
    // A frozen `Error` keeps `prepareStackTrace` away, which shows the frames of its callers.
    Object.freeze(constructor);
    if (constructor !== Error && !(constructor.prototype instanceof Error)) {
      Object.freeze(constructor.prototype);
    }
  }
  for (const prototype of iteratorPrototypes()) {
    Object.freeze(prototype);
    Object.freeze(Object.getPrototypeOf(prototype));
  }
  for (const namespace of [JSON, Reflect, Math, Atomics, WebAssembly]) Object.freeze(namespace);
}
