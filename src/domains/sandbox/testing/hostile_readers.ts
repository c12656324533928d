import type { HostileProgram } from "./hostile_program.ts";

/** Tests whose answers a program looks for, in a function as HumanEval has them. */
const TESTS = "def check(candidate):\n" +
  "  secret = 1700\n" +
  "  assert candidate(lambda: 3) == secret\n" +
  "check(f)";

const NOT_AVAILABLE = /the (?:code|variables) of the tests (?:is|are) not available/;

/** Programs that read the answers, or change them, in the frames and functions of their tests. */
export const HOSTILE_READERS: readonly HostileProgram[] = [
  {
    title: "reads a variable of its tests by their frame",
    source: "import sys\ndef f(x): return sys._getframe(1).f_locals['secret']",
    tests: TESTS,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "changes a variable of its tests by their frame",
    source: "import sys\ndef f(x):\n  sys._getframe(1).f_locals['secret'] = 1\n  return 1",
    tests: TESTS,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "climbs from its own frame to that of its tests",
    source: "import sys\ndef f(x): return sys._getframe().f_back.f_locals['secret']",
    tests: TESTS,
    verdict: "error",
    shows: /'NoneType' object has no attribute 'f_locals'/,
  },
  {
    title: "reads the constants of its tests",
    source: "import sys\ndef f(x): return sys._getframe(1).f_code.co_consts[1]",
    tests: TESTS,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "reads the code of a function of its tests",
    source: "def f(x): return check.__code__.co_consts[1]",
    tests: TESTS,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "reads the code of a function that its tests hand over",
    source: "def f(x): return x.__code__.co_consts[0]",
    tests: TESTS,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "replaces the code of a function of its tests",
    source: "def f(x):\n  check.__code__ = f.__code__\n  return 1",
    tests: `${TESTS}\ncheck(f)`,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "reads the frame of a generator of its tests",
    source: "def f(x): return x.gi_frame.f_locals['n']",
    tests: "def g(n):\n  yield n\nassert f(g(1700)) == 1700",
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "reads the code of a generator of its tests",
    source: "def f(x): return [c for c in x.gi_code.co_consts if type(c) is int][0]",
    tests: "assert f(1700 for n in ()) == 1700",
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "reads the frame of its tests in a traceback",
    source:
      "import sys\ndef f(x): return sys.exception().__traceback__.tb_frame.f_locals['secret']",
    tests:
      "def check():\n  secret = 1700\n  try: 1 / 0\n  except ZeroDivisionError: assert f(1) == secret\ncheck()",
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "is handed the frame of its tests by a signal",
    source:
      "import signal\nseen = []\nsignal.signal(signal.SIGINT, lambda number, frame: seen.append(frame))\n" +
      "from _thread import interrupt_main as f\ndef g(): return seen[0].f_locals['secret']",
    tests:
      "def check():\n  secret = 1700\n  f()\n  for _ in range(10): pass\n  assert g() == secret\ncheck()",
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "asks the garbage collector for the code of its tests",
    source: "import gc\ndef f(x): return gc.get_referents(check)[0].co_consts[1]",
    tests: TESTS,
    verdict: "error",
    shows: /garbage collector/,
  },
  {
    title: "disassembles its tests",
    source: "import dis\ndef f(x): return list(dis.get_instructions(check))[1].argval",
    tests: TESTS,
    verdict: "error",
    shows: /disassemble/,
  },
  {
    title: "says that its tests have run to their end",
    source:
      "import sys\nclass D(dict):\n  def __contains__(s, k): return True\n  def __missing__(s, k): return True\n" +
      "globals().update(D())\ndef f(x): raise StopIteration",
    tests: TESTS,
    verdict: "error",
    shows: /StopIteration/,
  },
  {
    title: "reads the code of its tests while its own events are looked at",
    source:
      "import sys\nseen = []\nclass E:\n  def __getattr__(s, name):\n    seen.append(check.__code__)\n" +
      "class S(str):\n  def __hash__(s):\n    seen.append(check.__code__)\n    return str.__hash__(s)\n" +
      "def f(x):\n  sys.audit('object.__getattr__', E(), '__code__')\n" +
      "  sys.audit('object.__getattr__', f, S('__code__'))\n" +
      "  return seen[0].co_consts[1]",
    tests: TESTS,
    verdict: "error",
    shows: /IndexError/,
  },
  {
    title: "reads the code of its tests by a getter that it has put out of sight",
    source: "F = type(lambda: 1)\nget = F.__dict__['__code__'].__get__\n" +
      "class E:\n  def __eq__(s, o): o['__code__'] = property(lambda s: get(E.__eq__))\n" +
      "F.__dict__ == E()\ndef f(x): return get(check).co_consts[1]",
    tests: TESTS,
    verdict: "error",
    shows: NOT_AVAILABLE,
  },
  {
    title: "sends events that are no events",
    source:
      "import sys\nfor name in ('import', 'object.__getattr__', 'marshal.loads', 'x' * 1000, '\\u1234'):\n" +
      "  for args in ((), (1,), (1, 2), (None, None), ('', b'')):\n" +
      "    try: sys.audit(name, *args)\n    except (ImportError, RuntimeError): pass",
    tests: "assert False",
    verdict: "failed",
    orVerdict: "error",
  },
  {
    title: "listens to what is compiled",
    source:
      "import sys\nseen = []\nsys.addaudithook(lambda event, args: seen.append(args))\ndef f(x): return len(seen)",
    tests: "assert f(1) > 0",
    verdict: "failed",
  },
  {
    title: "logs and looks at its callers as honest programs do",
    source:
      "import inspect, logging, traceback\ndef f(x):\n  logging.warning('called')\n  traceback.print_stack()\n" +
      "  try: 1 / 0\n  except ZeroDivisionError: traceback.print_exc()\n" +
      "  return len(inspect.stack()) and inspect.currentframe().f_locals['x']",
    tests: "assert f(1700) == 1700",
    verdict: "passed",
  },
];
