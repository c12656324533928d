import assert from "node:assert/strict";
import { forbidBuiltinModules, FORBIDDEN_MODULES } from "./forbidden_modules.ts";

const POINTER = 16, TABLE = 32, NAMES = 4096;

/** Memory with a table of modules as CPython has it: pairs of a name and a function, then a null. */
function memoryWith(modules: readonly string[]): WebAssembly.Memory {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const view = new DataView(memory.buffer), bytes = new Uint8Array(memory.buffer);
  view.setUint32(POINTER, TABLE, true);
  let name = NAMES;
  for (const [i, module] of modules.entries()) {
    view.setUint32(TABLE + 8 * i, name, true);
    view.setUint32(TABLE + 8 * i + 4, 1, true);
    bytes.set(new TextEncoder().encode(module), name);
    name += module.length + 1;
  }
  return memory;
}

/** The names in the table that are ASCII, as all are that an importer asks for. */
function namesIn(memory: WebAssembly.Memory): string[] {
  const view = new DataView(memory.buffer), bytes = new Uint8Array(memory.buffer);
  const names: string[] = [];
  for (let entry = TABLE; view.getUint32(entry, true) !== 0; entry += 8) {
    const start = view.getUint32(entry, true);
    const name = bytes.slice(start, bytes.indexOf(0, start));
    if (name.every((byte) => byte < 0x80)) names.push(new TextDecoder().decode(name));
  }
  return names;
}

Deno.test("forbidden modules are gone from the table, and no others", () => {
  const memory = memoryWith(["math", ...FORBIDDEN_MODULES, "_ctypes_like", "zlib"]);
  forbidBuiltinModules(memory, POINTER, FORBIDDEN_MODULES);
  assert.deepEqual(namesIn(memory), ["math", "_ctypes_like", "zlib"]);
});

Deno.test("a table that lacks a forbidden module is not trusted", () => {
  const memory = memoryWith(["math", ...[...FORBIDDEN_MODULES].slice(1)]);
  assert.throws(() => forbidBuiltinModules(memory, POINTER, FORBIDDEN_MODULES), {
    message: `internal: ${FORBIDDEN_MODULES.size - 1} of ${FORBIDDEN_MODULES.size} forbidden ` +
      "modules are in Pyodide",
  });
});
