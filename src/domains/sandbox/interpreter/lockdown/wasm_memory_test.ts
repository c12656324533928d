import assert from "node:assert/strict";
import { limitWasmMemory } from "./wasm_memory.ts";

/** A module with a custom section, then one memory of 1 to 1024 pages, exported as "m". */
const MODULE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x00, 0x03, 0x01, 0x61, 0xff],
  ...[0x05, 0x05, 0x01, 0x01, 0x01, 0x80, 0x08],
  ...[0x07, 0x05, 0x01, 0x01, 0x6d, 0x02, 0x00],
]);

async function memoryOf(module: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Memory> {
  const { instance } = await WebAssembly.instantiate(module);
  return instance.exports.m as WebAssembly.Memory;
}

Deno.test("a limited memory grows to its limit and not beyond", async () => {
  const memory = await memoryOf(limitWasmMemory(MODULE, 3));
  assert.equal(memory.grow(2), 1);
  assert.throws(() => memory.grow(1), RangeError);
});

Deno.test("the original module keeps its maximum", async () => {
  limitWasmMemory(MODULE, 3);
  assert.equal((await memoryOf(MODULE)).grow(100), 1);
});

Deno.test("a limit outside what the module declares is refused", () => {
  assert.throws(() => limitWasmMemory(MODULE, 0), { name: "RangeError", message: /0 pages/ });
  assert.throws(() => limitWasmMemory(MODULE, 1025), { name: "RangeError", message: /1025 pages/ });
  assert.throws(() => limitWasmMemory(MODULE.slice(0, 13), 3), TypeError);
});
