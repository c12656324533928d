import assert from "node:assert/strict";
import { sealImports } from "./import_seal.ts";

/** A WebAssembly module that imports functions without parameters and exports them again. */
function moduleWith(names: readonly string[]): WebAssembly.Module {
  const text = (name: string) => [name.length, ...new TextEncoder().encode(name)];
  const section = (id: number, items: number[][]) => {
    const content = [items.length, ...items.flat()];
    return [id, content.length, ...content];
  };
  const FUNCTION = 0x00, I32 = 0x7f;
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [[0x60, 0, 1, I32]]),
      ...section(2, names.map((name) => [...text("env"), ...text(name), FUNCTION, 0])),
      ...section(7, names.map((name, i) => [...text(name), FUNCTION, i])),
    ]),
  );
}

const NAMES = ["fd_write", "JsvArray_Get", "__syscall_ioctl", "__syscall_openat", "syncifyHandler"];

Deno.test("a sealed module reaches the C library, and JavaScript no more", async () => {
  const module = moduleWith(NAMES);
  const env = Object.fromEntries(NAMES.map((name) => [name, () => 7]));
  const { imports, seal } = sealImports(module, { env });
  const { exports } = await WebAssembly.instantiate(module, imports);
  const call = (name: string) => (exports[name] as () => number)();
  assert.equal(call("JsvArray_Get"), 7);
  seal();
  assert.equal(call("fd_write"), 7);
  assert.equal(call("__syscall_openat"), 7);
  for (const name of ["JsvArray_Get", "syncifyHandler"]) {
    assert.throws(() => call(name), { message: new RegExp(`out of reach .*${name}`) });
  }
});

Deno.test("nothing writes to an address that a program names as a terminal's buffer", async () => {
  const module = moduleWith(NAMES);
  const env = Object.fromEntries(NAMES.map((name) => [name, () => 7]));
  const { exports } = await WebAssembly.instantiate(module, sealImports(module, { env }).imports);
  assert.equal((exports.__syscall_ioctl as () => number)(), -59);
});

Deno.test("what would suspend Python is refused from the start", async () => {
  const module = moduleWith(["syncifyHandler"]);
  // V8 tells such a value by its class; here any that is no function stands for it.
  const env = { syncifyHandler: {} as WebAssembly.ImportValue };
  const { exports } = await WebAssembly.instantiate(module, sealImports(module, { env }).imports);
  assert.throws(() => (exports.syncifyHandler as () => number)(), { message: /out of reach/ });
});
