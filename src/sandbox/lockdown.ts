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

/**
 * Freezes what the sandbox's own JavaScript relies on while a program runs, since Python code can reach
 * any JavaScript object through Pyodide's foreign-function interface.
 */
export function freezeIntrinsics(): void {
  const typedArray = Object.getPrototypeOf(Uint8Array);
  for (
    const intrinsic of [
      ...[Object, Function, Array, String, Promise, Map, Set, typedArray, Uint8Array, Uint32Array],
      ...[TextEncoder, TextDecoder],
    ]
  ) {
    Object.freeze(intrinsic);
    Object.freeze(intrinsic.prototype);
  }
  Object.freeze(JSON);
  Object.freeze(Reflect);
}
