/**
 * Modules compiled into Pyodide that reach into the interpreter itself. With the first a program could,
 * for one, have `assert` compiled to nothing before its tests are; the others take an address where
 * they should take an object, which is as good: `fcntl` hands numbers to the C library as pointers,
 * SQLite may be told the address of a tokenizer, and a decoder of ISO 2022 looks for whatever its state
 * names beyond the end of its table.
 */
export const FORBIDDEN_MODULES: ReadonlySet<string> = new Set([
  ...["_ctypes", "_remote_debugging", "_testcapi", "_testclinic", "_testclinic_limited"],
  ...["_testinternalcapi", "_testlimitedcapi", "_testbuffer", "_xxtestfuzz", "xxsubtype"],
  ...["fcntl", "termios", "_sqlite3", "_codecs_iso2022"],
]);

/** Bytes of a `struct _inittab`: a name and a function. */
const ENTRY_BYTES = 8;

/** No name of a module begins like this, since none that is not ASCII is ever found in the table. */
const NOT_ASCII = 0xff;

/**
 * Makes built-in modules impossible to find, by whatever importer.
 *
 * @param memory Memory of the interpreter.
 * @param inittab Address of the pointer to CPython's table of built-in modules, `PyImport_Inittab`.
 * @param names Such as {@linkcode FORBIDDEN_MODULES}.
 * @throws {Error} If one of them is not in the table, so that a new version cannot slip one through.
 */
export function forbidBuiltinModules(
  memory: WebAssembly.Memory,
  inittab: number,
  names: ReadonlySet<string>,
): void {
  const bytes = new Uint8Array(memory.buffer), view = new DataView(memory.buffer);
  const pointerAt = (address: number) => view.getUint32(address, true);
  const decoder = new TextDecoder();
  let found = 0;
  for (let entry = pointerAt(inittab); pointerAt(entry) !== 0; entry += ENTRY_BYTES) {
    const name = pointerAt(entry);
    if (!names.has(decoder.decode(bytes.slice(name, bytes.indexOf(0, name))))) continue;
    bytes[name] = NOT_ASCII;
    found++;
  }
  if (found !== names.size) {
    throw new Error(`internal: ${found} of ${names.size} forbidden modules are in Pyodide`);
  }
}
