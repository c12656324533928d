import type { HostileProgram } from "./hostile_program.ts";

/** Makes bytecode that returns whatever lies at an address as if it were one of its constants. */
const BYTECODE = `
import opcode, struct
op = opcode.opmap
def f(): pass
code = bytes([op["RESUME"], 0, op["EXTENDED_ARG"], 1, op["LOAD_CONST"], 255, op["RETURN_VALUE"], 0])
`;

/** Replaces the instructions in the marshalled form of a code object. */
const MARSHALLED = `${BYTECODE}
import marshal
raw = marshal.dumps(f.__code__).replace(f.__code__.co_code, code.ljust(len(f.__code__.co_code)))
`;

const TESTS = "assert False";

/** Programs that would have power over all memory, by pointers or by bytecode of their own. */
export const HOSTILE_FORGERIES: readonly HostileProgram[] = [
  // Bytecode
  {
    title: "replaces the bytecode of a function",
    source: `${BYTECODE}f.__code__ = f.__code__.replace(co_code=code, co_consts=())`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "replaces the bytecode of a function by copy.replace",
    source: `${BYTECODE}import copy\ncopy.replace(f.__code__, co_code=code)`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "makes a code object",
    source:
      `${BYTECODE}type(f.__code__)(0, 0, 0, 0, 9, 3, code, (), (), (), "", "", "", 1, b"", b"")`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "unpickles a code object",
    source:
      `${BYTECODE}import pickle\nargs = (0, 0, 0, 0, 9, 3, code, (), (), (), "", "", "", 1, b"", b"")\n` +
      `pickle.loads(b"\\x80\\x04ctypes\\nCodeType\\n" + pickle.dumps(args, 3)[2:-1] + b"R.")`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "reads bytecode with marshal",
    source: `${MARSHALLED}marshal.loads(raw)`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "reads bytecode with marshal from a file",
    source: `${MARSHALLED}import io\nmarshal.load(io.BytesIO(raw))`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "has bytecode read as a frozen module",
    source: `${MARSHALLED}import _imp\n_imp.get_frozen_object("f", raw)`,
    tests: TESTS,
    verdict: "error",
    shows: /Frozen object named 'f' is invalid/,
  },
  {
    title: "imports compiled bytecode from a file",
    source:
      `${MARSHALLED}import importlib.util, sys\nopen("/tmp/evil.pyc", "wb").write(importlib.util.MAGIC_NUMBER + bytes(12) + raw)\n` +
      `sys.path.insert(0, "/tmp")\nimport evil`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  {
    title: "imports compiled bytecode from a zip file",
    source:
      `${MARSHALLED}import importlib.util, sys, zipfile\nwith zipfile.ZipFile("/tmp/evil.zip", "w") as z: ` +
      `z.writestr("evil.pyc", importlib.util.MAGIC_NUMBER + bytes(12) + raw)\n` +
      `sys.path.insert(0, "/tmp/evil.zip")\nimport evil`,
    tests: TESTS,
    verdict: "error",
    shows: /code cannot be made by hand/,
  },
  // Modules
  {
    title: "imports a WebAssembly module",
    source:
      `open("/tmp/evil.so", "wb").write(bytes.fromhex("0061736d01000000"))\nimport _imp, importlib.machinery as m\n` +
      `_imp.create_dynamic(m.ModuleSpec("evil", None, origin="/tmp/evil.so"))`,
    tests: TESTS,
    verdict: "error",
    shows: /No module named 'evil'/,
  },
  ...["_pyodide_core", "_ctypes", "fcntl", "termios", "_sqlite3"].map((name): HostileProgram => ({
    title: `creates the module ${name} past the importer`,
    source:
      `import _imp, importlib.machinery as m\nmodule = _imp.create_builtin(m.ModuleSpec(${
        JSON.stringify(name)
      }, m.BuiltinImporter))\n` +
      `assert not [name for name in dir(module) if name[0].isalpha()], dir(module)`,
    tests: TESTS,
    verdict: "failed",
    shows: /^AssertionError$/,
  })),
  {
    title: "imports a frozen module of Pyodide's again",
    source:
      "import importlib, sys\nfor name in ('pyodide.ffi', '_pyodide._base', 'js', 'pyodide_js._api'):\n" +
      "  try: importlib.import_module(name)\n  except ImportError: pass\n  else: raise SystemError(name)",
    tests: TESTS,
    verdict: "failed",
  },
  {
    title: "converts an object with what is left of Pyodide's classes",
    source: "def all(c):\n  for s in type.__subclasses__(c): yield s; yield from all(s)\n" +
      "found = {s.__name__: s for s in all(object) if s.__module__ == '_pyodide.jsbind'}\n" +
      "for s in found.values():\n" +
      "  for name in ('py2js', 'js2py'):\n" +
      "    converter = getattr(s, name, None)\n" +
      "    for use in (lambda: converter(f), lambda: converter.pre_convert(f), lambda: converter.__call__({})):\n" +
      "      try: use()\n      except Exception: pass",
    tests: TESTS,
    verdict: "failed",
    orVerdict: "crashed",
  },
  {
    title: "finds JavaScript's objects by the garbage collector",
    source: "import gc\ngc.get_objects()",
    tests: TESTS,
    verdict: "error",
    shows: /garbage collector/,
  },
  // Pointers
  {
    title: "takes the dictionary of a built-in type from behind its view",
    source: "from types import MappingProxyType as P\n" +
      "class E:\n" +
      "  def __eq__(s, o): o['upper'] = None\n" +
      "  __ne__ = __lt__ = __gt__ = __ror__ = __or__ = __eq__\n" +
      "d = str.__dict__\n" +
      "for use in (lambda: d == E(), lambda: E() == d, lambda: d != E(), lambda: d < E(), lambda: d | E(),\n" +
      "            lambda: E() | d, lambda: d in [E()], lambda: P.__eq__(d, E()), lambda: P.__or__(d, E())):\n" +
      "  try: use()\n  except (AttributeError, TypeError): pass\n" +
      "  assert str.__dict__['upper'] is not None",
    tests: "assert 'a'.upper() == 'A'\nassert str.__dict__ == str.__dict__ != int.__dict__\n" +
      "assert type(str.__dict__ | {}) is dict and P({1: 2}) == {1: 2}",
    verdict: "passed",
  },
  {
    title: "has the C library write to an address",
    source:
      "import fcntl\nb = bytearray(8)\nfcntl.fcntl(1, fcntl.F_GETLK, id(b) + 10)\nassert len(b) == 8",
    tests: TESTS,
    verdict: "error",
    shows: /No module named 'fcntl'/,
  },
  {
    title: "has SQLite call an address",
    source:
      "import sqlite3\nc = sqlite3.connect(':memory:')\nc.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, True)\n" +
      "c.execute(\"select fts3_tokenizer('x', x'00000001')\")",
    tests: TESTS,
    verdict: "error",
    shows: /No module named '_sqlite3'/,
  },
  {
    title: "uses what the standard library has kept of fcntl",
    source: "import pathlib._os, subprocess\nassert pathlib._os.fcntl or subprocess.fcntl",
    tests: TESTS,
    verdict: "failed",
    shows: /^AssertionError$/,
  },
];
