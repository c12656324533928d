import type { HostileProgram } from "./hostile_program.ts";

/** Programs that never end, take all memory, exhaust the stack or break their interpreter. */
export const HOSTILE_RESOURCES: readonly HostileProgram[] = [
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
    source: "x = []\ntry:\n  while True: x.append(bytearray(10**7))\nexcept MemoryError: x = None",
    verdict: "passed",
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
    source: "def f(): pass\nexec(f.__code__.replace(co_code=bytes([100, 255] * 50), co_consts=()))",
    verdict: "error",
  },
  {
    title: "unpacks a bomb again and again",
    source:
      "import zlib\nbomb = zlib.compress(bytes(10**7))\nx = []\nwhile True: x.append(zlib.decompress(bomb))",
    verdict: "memory",
  },
];
