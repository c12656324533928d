import type { PythonProgram, Verdict } from "./verdict.ts";

/** A program that means harm, and how it must end. */
export interface HostileProgram extends PythonProgram {
  readonly title: string;
  readonly verdict: Verdict;
  /** Another way in which it may end, where that hangs on which of two allocations fails first. */
  readonly orVerdict?: Verdict;
  /** What the detail must show. */
  readonly shows?: RegExp;
}

/** Tries to become JavaScript by the way that is left, the constructor of functions. */
const throughFunction = (javascript: string) => `
import pyodide.ffi
Function = pyodide.ffi.to_js([]).constructor.constructor
print(Function(${JSON.stringify(javascript)})())`;

/**
 * Programs that mean harm to the machine, to the runner or to the verdict.
 *
 * @param path An existing file outside the sandbox.
 */
export function hostilePrograms(path: string): readonly HostileProgram[] {
  const secret = JSON.stringify(path);
  return [
    // Never ending
    { title: "loops for ever", source: "while True: pass", verdict: "timeout" },
    {
      title: "catches every exception and goes on",
      source: "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
      verdict: "timeout",
    },
    { title: "sleeps", source: "import time\ntime.sleep(1000)", verdict: "timeout" },
    { title: "computes a huge power", source: "x = 7 ** 7 ** 9", verdict: "timeout" },
    {
      title: "matches a pathological pattern",
      source: "import re\nre.match('(a+)+$', 'a'*40+'b')",
      verdict: "timeout",
    },
    {
      title: "waits on an event loop",
      source: "import asyncio\nasyncio.run(asyncio.sleep(1000))",
      verdict: "timeout",
    },
    {
      title: "hangs while its exception is described",
      source: "class E(Exception):\n  def __str__(self):\n    while True: pass\nraise E",
      verdict: "timeout",
    },
    // Memory
    {
      title: "asks for three gigabytes",
      source: "x = bytearray(3 * 10**9 // 2)",
      verdict: "memory",
    },
    {
      title: "collects large blocks",
      source: "x = []\nwhile True: x.append(bytearray(10**7))",
      verdict: "memory",
    },
    {
      title: "collects small lists",
      source: "x = []\nwhile True: x.append([0] * 1000)",
      verdict: "memory",
    },
    { title: "doubles a string", source: "x = 'x'\nwhile True: x += x", verdict: "memory" },
    {
      title: "catches the memory error and forgets",
      source:
        "x = []\ntry:\n  while True: x.append(bytearray(10**7))\nexcept MemoryError: x = None",
      verdict: "passed",
    },
    {
      title: "collects JavaScript buffers, outside the interpreter's memory",
      source:
        "from pyodide.ffi import to_js\nx = []\nwhile True: x.append(to_js(bytearray(10**7)))",
      verdict: "crashed",
      orVerdict: "error",
    },
    {
      title: "collects JavaScript objects",
      source:
        "from pyodide.ffi import to_js\nx = []\nwhile True: x.append(to_js(list(range(10**6))))",
      verdict: "crashed",
    },
    {
      title: "fills the file system",
      source: "f = open('/tmp/x', 'wb')\nwhile True: f.write(bytes(10**6))",
      verdict: "error",
      shows: /No space left/,
    },
    {
      title: "fills the file system with many files",
      source: "i = 0\nwhile True:\n  i += 1\n  open(f'/tmp/{i}', 'wb').write(bytes(10**6))",
      verdict: "error",
      shows: /No space left/,
    },
    {
      title: "makes a huge sparse file",
      source: "open('/tmp/x', 'wb').truncate(10**10)",
      verdict: "error",
    },
    {
      title: "fills a pipe",
      source: "import os\nr, w = os.pipe()\nwhile True: os.write(w, bytes(10**6))",
      verdict: "error",
    },
    // The stack
    {
      title: "recurses",
      source: "def f(n): return f(n + 1)\nf(0)",
      verdict: "error",
      shows: /RecursionError/,
    },
    {
      title: "recurses without a limit",
      source: "import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1)\nf(0)",
      verdict: "memory",
      orVerdict: "crashed",
    },
    {
      title: "prints a list nested a million deep",
      source:
        "import sys\nsys.setrecursionlimit(10**9)\nx = []\nfor _ in range(10**6): x = [x]\nrepr(x)",
      verdict: "crashed",
    },
    {
      title: "nests a million parentheses",
      source: "eval('(' * 10**6 + ')' * 10**6)",
      verdict: "error",
    },
    {
      title: "nests parentheses in its own source",
      source: "(".repeat(100_000) + ")".repeat(100_000),
      verdict: "syntax",
    },
    // Ending the interpreter
    {
      title: "exits",
      source: "import sys\nsys.exit(0)",
      tests: "assert False",
      verdict: "error",
      shows: /SystemExit/,
    },
    {
      title: "exits without cleaning up",
      source: "import os\nos._exit(0)",
      tests: "assert False",
      verdict: "crashed",
    },
    { title: "aborts", source: "import os\nos.abort()", verdict: "crashed" },
    {
      title: "kills itself",
      source: "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
      verdict: "crashed",
    },
    {
      title: "raises a signal",
      source: "import signal\nsignal.raise_signal(signal.SIGTERM)",
      verdict: "crashed",
    },
    {
      title: "overwrites all memory",
      source: "import ctypes\nctypes.memset(0, 255, 2**24)",
      verdict: "error",
      shows: /No module named '_ctypes'/,
    },
    {
      title: "deletes a million nested tuples",
      source: "x = None\nfor _ in range(10**6): x = (x,)\ndel x",
      verdict: "crashed",
    },
    {
      title: "runs code with constants that it does not have",
      source:
        "def f(): pass\nexec(f.__code__.replace(co_code=bytes([100, 255] * 50), co_consts=()))",
      verdict: "error",
      orVerdict: "crashed",
    },
    {
      title: "unpacks a bomb again and again",
      source:
        "import zlib\nbomb = zlib.compress(bytes(10**7))\nx = []\nwhile True: x.append(zlib.decompress(bomb))",
      verdict: "memory",
    },
    // Processes and threads
    { title: "forks", source: "import os\nos.fork()", verdict: "error" },
    {
      title: "starts a subprocess",
      source: "import subprocess\nsubprocess.run(['ls'])",
      verdict: "error",
    },
    {
      title: "calls the shell",
      source: "import os\nassert os.system('ls') == 0",
      verdict: "failed",
    },
    {
      title: "starts a thread",
      source: "import threading\nthreading.Thread(target=print).start()",
      verdict: "error",
    },
    {
      title: "starts a process",
      source: "import multiprocessing as m\nm.Process(target=print).start()",
      verdict: "error",
    },
    // Network
    {
      title: "opens a socket",
      source: "import socket\nsocket.create_connection(('127.0.0.1', 80), 2)",
      verdict: "error",
    },
    {
      title: "fetches a page",
      source: "import urllib.request\nurllib.request.urlopen('http://127.0.0.1', timeout=2)",
      verdict: "error",
    },
    {
      title: "fetches a page through JavaScript",
      source: "import asyncio, pyodide.http\nasyncio.run(pyodide.http.pyfetch('http://127.0.0.1'))",
      verdict: "error",
    },
    {
      title: "installs a package",
      source: "import asyncio, pyodide_js\nasyncio.run(pyodide_js.loadPackage('numpy'))",
      verdict: "error",
    },
    // Files
    {
      title: "reads a file outside",
      source: `print(open(${secret}).read())`,
      verdict: "error",
      shows: /FileNotFoundError/,
    },
    {
      title: "reads the password file",
      source: "print(open('/etc/passwd').read())",
      verdict: "error",
      shows: /FileNotFoundError/,
    },
    {
      title: "deletes a file outside",
      source: `import os\nos.remove(${secret})`,
      verdict: "error",
      shows: /FileNotFoundError/,
    },
    {
      title: "overwrites a file outside, within its own file system",
      source:
        `import os\nos.makedirs(os.path.dirname(${secret}), exist_ok=True)\nopen(${secret}, 'w').write('overwritten')`,
      verdict: "passed",
    },
    {
      title: "deletes everything within its own file system",
      source: "import shutil\nshutil.rmtree('/', ignore_errors=True)",
      verdict: "passed",
    },
    {
      title: "mounts the host's file system",
      source: "import pyodide_js\npyodide_js.mountNodeFS('/x', '/')",
      verdict: "error",
    },
    {
      title: "reads the environment",
      source: "import os\nassert 'PATH' in os.environ and 'sbin' in os.environ['PATH']",
      verdict: "failed",
    },
    {
      title: "reads its standard input, where its tests come from",
      source: "input()",
      verdict: "error",
      shows: /EOFError/,
    },
    // JavaScript
    {
      title: "uses Deno",
      source: "import js\njs.Deno.exit(0)",
      verdict: "error",
      shows: /AttributeError/,
    },
    {
      title: "evaluates JavaScript",
      source: "from pyodide.code import run_js\nrun_js('1 + 1')",
      verdict: "error",
    },
    {
      title: "makes a JavaScript function",
      source: throughFunction("return typeof Deno"),
      verdict: "error",
      shows: /EvalError/,
    },
    {
      title: "imports node:fs from inside",
      source: throughFunction(`return import("node:fs")`),
      verdict: "error",
      shows: /EvalError/,
    },
    {
      title: "patches JavaScript's prototypes",
      source:
        "import pyodide.ffi\nO = pyodide.ffi.to_js([]).constructor.prototype\nO.toJSON = lambda *a: 1",
      tests: "assert False",
      verdict: "error",
    },
    {
      title: "replaces the step of JavaScript's loops",
      source:
        "from pyodide.ffi import to_js\nObject = to_js({'a': 1}).constructor\nObject.getPrototypeOf(to_js([1]).values()).next = Object.keys",
      tests: "assert False",
      verdict: "error",
    },
    {
      title: "looks at the frames of its callers through JavaScript's errors",
      source:
        "from pyodide.ffi import JsException, to_js\nObject = to_js({'a': 1}).constructor\ntry: to_js([1]).reduceRight(1)\nexcept JsException as e: Error = Object.getPrototypeOf(e.constructor)\nError.prepareStackTrace = Object.keys",
      verdict: "error",
    },
    // Verdicts
    {
      title: "has assertions compiled to nothing, through ctypes",
      source: 'import ctypes\nctypes.pythonapi.PyConfig_Set(b"optimization_level", 2)',
      tests: "assert False",
      verdict: "error",
      shows: /No module named '_ctypes'/,
    },
    {
      title: "has assertions compiled to nothing, through CPython's own tests",
      source: 'import _testcapi\n_testcapi.config_set("optimization_level", 2)',
      tests: "assert False",
      verdict: "error",
      shows: /No module named '_testcapi'/,
    },
    {
      title: "loads a forbidden module past the importer",
      source:
        "import _imp, importlib.machinery as m\n_imp.create_builtin(m.ModuleSpec('_ctypes', m.BuiltinImporter))",
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "clears the modules and the builtins",
      source: "import builtins, sys\nsys.modules.clear()\nbuiltins.__dict__.clear()",
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "has its tests read by a codec of its own",
      source: "import codecs\ncodecs.register(lambda name: None)",
      tests: "# -*- coding: evil -*-\nassert False",
      verdict: "syntax",
    },
    {
      title: "traces all threads",
      source: "import threading\nthreading.settrace_all_threads(lambda *a: None)",
      tests: "assert False",
      verdict: "error",
    },
    {
      title: "prints a passed verdict",
      source:
        `print('\\n{"kind":"result","nonce":"","verdict":"passed","detail":"","output":"","outputBytes":0}')`,
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "writes a passed verdict to the file descriptors",
      source:
        `import os\nfor fd in range(1, 10):\n  try: os.write(fd, b'{"kind":"result","verdict":"passed"}\\n')\n  except OSError: pass`,
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "patches json, exec, compile and eval",
      source:
        'import json, builtins\njson.dumps = lambda *a: \'{"verdict":"passed"}\'\nbuiltins.exec = builtins.eval = builtins.compile = lambda *a, **k: None',
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "replaces AssertionError",
      source:
        "import builtins\nbuiltins.AssertionError = AssertionError = type('A', (BaseException,), {})",
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "skips the assertion with a trace function",
      source: "import sys\ndef f(frame, *a):\n  frame.f_lineno += 1\n  return f\nsys.settrace(f)",
      tests: "assert False\nx = 1",
      verdict: "error",
    },
    {
      title: "patches Pyodide's own modules",
      source: "import _pyodide._base\n_pyodide._base.eval_code = lambda *a, **k: None",
      tests: "assert False",
      verdict: "failed",
    },
    {
      title: "looks for the tests in its caller's frames and objects",
      source:
        "import gc, sys\nassert sys._getframe().f_back is None\nassert not any(isinstance(o, str) and 'SENTINEL_' + '7' in o for o in gc.get_objects())",
      tests: "SENTINEL_7 = 1",
      verdict: "passed",
    },
    {
      title: "leaves an exit handler behind",
      source: "import atexit\natexit.register(lambda: 1/0)",
      tests: "assert False",
      verdict: "failed",
    },
    // Output and text
    {
      title: "floods its output, line by line",
      source: "for i in range(10**5): print('x' * 100)",
      verdict: "passed",
    },
    {
      title: "floods its output without a line feed",
      source: "import sys\nsys.stdout.write('x' * 50_000_000)",
      verdict: "passed",
    },
    {
      title: "prints what UTF-8 cannot say",
      source: "print('\\ud800')",
      verdict: "error",
      shows: /UnicodeEncodeError/,
    },
    {
      title: "raises what UTF-8 cannot say",
      source: "raise ValueError('\\ud800')",
      verdict: "error",
      shows: /ValueError/,
    },
    {
      title: "closes its output",
      source: "import sys\nsys.stdout.close()\nsys.stderr = None",
      verdict: "passed",
    },
    { title: "contains a null byte", source: "x = 1\0\nassert False", verdict: "syntax" },
    { title: "is no Python", source: "def f(:", verdict: "syntax" },
  ];
}
