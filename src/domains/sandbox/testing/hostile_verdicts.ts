import type { HostileProgram } from "./hostile_program.ts";

/** Programs that forge their verdict, or bring its channel down with what they print. */
export const HOSTILE_VERDICTS: readonly HostileProgram[] = [
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
    verdict: "failed",
  },
  {
    title: "has its tests compiled as the Python of the future",
    source: "from __future__ import annotations, barry_as_FLUFL",
    tests: "def f(x: int): pass\nassert 1 != 2 and f.__annotations__['x'] is int",
    verdict: "passed",
  },
  {
    title: "has its tests compiled without assertions",
    source: "exec(compile('assert False', '', 'exec', optimize=2))\n__debug__",
    tests: "assert False",
    verdict: "failed",
  },
  {
    title: "replaces what imports and what makes classes",
    source:
      "import builtins, types\nbuiltins.__import__ = lambda *a: types.SimpleNamespace(floor=lambda x: 3)\n" +
      "builtins.__build_class__ = lambda *a: None",
    tests: "import math\nclass C: pass\nassert C is not None and math.floor(2.5) == 3",
    verdict: "failed",
  },
  {
    title: "keeps built-in names from being restored",
    source: "import builtins\nh, E = hash('abs'), ValueError('no')\nclass K(str):\n" +
      "  def __hash__(s): return h\n  def __eq__(s, o): raise E\n" +
      "b = vars(builtins)\nb.clear()\nb[K.__new__(K, 'x')] = 1",
    tests: "assert True",
    verdict: "error",
    shows: /ValueError: no/,
  },
  {
    title: "profiles all threads",
    source: "import sys\nsys._setprofileallthreads(lambda *a: None)",
    tests: "assert False",
    verdict: "error",
    shows: /tracing is not available/,
  },
  {
    title: "has names that nobody defined mean something",
    source:
      "class D(dict):\n  def __missing__(s, k): return True\nimport builtins\n__builtins__ = D(vars(builtins))",
    tests: "assert undefined",
    verdict: "error",
    shows: /NameError/,
  },
  {
    title: "ends its tests by an exception that is no error",
    source: "def f(): raise GeneratorExit",
    tests: "assert f()",
    verdict: "error",
    shows: /GeneratorExit/,
  },
  {
    title: "compares for ever",
    source: "class E:\n  def __eq__(s, o): return s == o\ndef f(): return E()",
    tests: "assert f() == 1",
    verdict: "error",
    shows: /RecursionError/,
  },
  {
    title: "leaves finalizers and callbacks behind",
    source:
      "import gc, weakref\nclass C:\n  def __del__(s): 1 / 0\nx = C()\nweakref.finalize(x, lambda: 1 / 0)\n" +
      "gc.callbacks.append(lambda *a: 1 / 0)\ngc.set_threshold(1)\ndel x",
    tests: "x = [[i] for i in range(10_000)]\nassert False",
    verdict: "failed",
  },
  {
    title: "takes a trace function away that was never set",
    source:
      "import sys, threading\nsys.settrace(None)\nsys.setprofile(None)\nthreading.settrace(None)",
    verdict: "passed",
  },
  {
    title: "monitors its tests",
    source:
      "import sys\nm = sys.monitoring\nm.use_tool_id(2, 'x')\nm.set_events(2, m.events.LINE)\n" +
      "m.register_callback(2, m.events.LINE, lambda *a: m.DISABLE)",
    tests: "assert False",
    verdict: "error",
    shows: /tracing is not available/,
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
    verdict: "error",
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
