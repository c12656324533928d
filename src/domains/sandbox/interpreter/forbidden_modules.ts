/**
 * Modules compiled into Pyodide that reach into the interpreter itself: with them a program could, for
 * one, have `assert` compiled to nothing before its tests are.
 */
export const FORBIDDEN_MODULES: ReadonlySet<string> = new Set([
  ...["_ctypes", "_remote_debugging", "_testcapi", "_testclinic", "_testclinic_limited"],
  ...["_testinternalcapi", "_testlimitedcapi", "_testbuffer", "_xxtestfuzz", "xxsubtype"],
]);

/** Bytes of a `struct _inittab`: a name and a function. */
const ENTRY_BYTES = 8;

/** No name of a module begins like this, since none that is not ASCII is ever found in the table. */
const NOT_ASCII = 0xff;

/**
 * Makes modules that give power over the interpreter impossible to find, by whatever importer.
 *
 * @param memory Memory of the interpreter.
 * @param inittab Address of the pointer to CPython's table of built-in modules, `PyImport_Inittab`.
 * @throws {Error} If one of them is not in the table, so that a new version cannot slip one through.
 */
export function forbidBuiltinModules(memory: WebAssembly.Memory, inittab: number): void {
  const bytes = new Uint8Array(memory.buffer), view = new DataView(memory.buffer);
  const pointerAt = (address: number) => view.getUint32(address, true);
  const decoder = new TextDecoder();
  let found = 0;
  for (let entry = pointerAt(inittab); pointerAt(entry) !== 0; entry += ENTRY_BYTES) {
    const name = pointerAt(entry);
    if (!FORBIDDEN_MODULES.has(decoder.decode(bytes.slice(name, bytes.indexOf(0, name))))) continue;
    bytes[name] = NOT_ASCII;
    found++;
  }
  if (found !== FORBIDDEN_MODULES.size) {
    throw new Error(
      `internal: ${found} of ${FORBIDDEN_MODULES.size} forbidden modules are in Pyodide`,
    );
  }
}
