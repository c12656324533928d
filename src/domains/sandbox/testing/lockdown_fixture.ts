/**
 * Locks its own JavaScript down, then tries to patch it, and writes which global names are left and
 * which patches went through, what still makes WebAssembly code and what an error's stack shows, as JSON.
 */
import { freezeIntrinsics, removeGlobals } from "../interpreter/lockdown/javascript.ts";

const write = Deno.stdout.writeSync.bind(Deno.stdout);
const encoder = new TextEncoder();
removeGlobals();
freezeIntrinsics();

const targets: Record<string, object> = {
  "Object.prototype": Object.prototype,
  "Array": Array,
  "Array.prototype": Array.prototype,
  "array iterators": Object.getPrototypeOf([].values()),
  "all iterators": Object.getPrototypeOf(Object.getPrototypeOf([].values())),
  "matches": Object.getPrototypeOf("".matchAll(/x/g)),
  "Map.prototype": Map.prototype,
  "Promise.prototype": Promise.prototype,
  "RegExp.prototype": RegExp.prototype,
  "String.prototype": String.prototype,
  "typed arrays": Object.getPrototypeOf(Uint8Array.prototype),
  "Function.prototype": Function.prototype,
  "Error": Error,
  "JSON": JSON,
  "Reflect": Reflect,
  "TextDecoder.prototype": TextDecoder.prototype,
  "WebAssembly": WebAssembly,
  "WebAssembly.Memory.prototype": WebAssembly.Memory.prototype,
};
const patched = Object.entries(targets).filter(([, target]) =>
  Reflect.set(target, "toJSON", () => "forged") ||
  Reflect.setPrototypeOf(target, { toJSON: () => "forged" })
).map(([name]) => name);
const names = Object.getOwnPropertyNames(globalThis)
  .filter((name) => (globalThis as Record<string, unknown>)[name] !== undefined);
const compiled = ["Module", "Instance", "compile", "instantiate", "validate"].filter((name) => {
  try {
    const make =
      (WebAssembly as unknown as Record<string, new (bytes: Uint8Array) => unknown>)[name]!;
    return new make(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  } catch {
    return false;
  }
});
const stack = new Error("any").stack;
const environment = typeof Deno;
write(encoder.encode(JSON.stringify({ names, patched, compiled, stack, environment })));
