import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { leavesNothing } from "./leaves_nothing.ts";
import { hostilePrograms } from "./testing/hostile_programs.ts";

const CLEAN = [
  "def f(xs):\n    return sum(x * x for x in xs if x % 2 == 0)\n",
  "def f(xs):\n    out = []\n    for x in xs:\n        out.append(x / 1.5)\n    return out",
  "import math, re\ndef f(x):\n    return math.sqrt(x) + len(re.sub('a', 'b', 'c'))",
  "from collections import Counter\ndef f(s): return Counter(s).most_common(1)",
  "def f(: no Python at all",
  "def f(x):\n    return x / 0",
  "",
];

for (const program of CLEAN) {
  Deno.test(`a program that reaches its own names alone leaves nothing behind: ${JSON.stringify(program)}`, () => {
    strictEqual(leavesNothing(program), true);
  });
}

const DOUBTFUL = [
  "import sys\nsys.setrecursionlimit(10)",
  "import math\nmath.sqrt = None",
  "import math\nfor math.sqrt in [None]: pass",
  "import math\n(math.\n  sqrt) = None",
  "import math\nmath. sqrt = None",
  "import math\nmath\\\n.sqrt = None",
  "import math\nx1 = math\n(x1. # a comment\nsqrt) = None",
  "import math as m; import os",
  "from re import _cache\n_cache.clear()",
  "from re import copyreg",
  "from math import *",
  "import re\nre.compile = None",
  "import re\ncompile('1', '', 'exec')",
  "__import__('os')",
  "_＿import_＿('os')",
  "def f(): pass\nf.g = 1",
  "eval('1')",
  "getattr(1, '_' + '_class_' + '_')",
  "setattr(print, 'a', 1)",
  "class A: pass",
  "type('A', (), {})",
  "def f():\n    try:\n        yield\n    finally: pass",
  "open('/tmp/x', 'w')",
  "x = (i for i in [])\nx.gi_frame",
  "try:\n    1 / 0\nexcept Exception as e:\n    e.with_traceback(None)",
  "globals()",
  "'{}'.\u0066ormat = 1",
];

for (const program of DOUBTFUL) {
  Deno.test(`a program that may leave something behind is told: ${JSON.stringify(program)}`, () => {
    strictEqual(leavesNothing(program), false);
  });
}

Deno.test("of the hostile programs those alone pass for clean ones that loop, allocate, print or fail", () => {
  const clean = hostilePrograms("/etc/passwd")
    .filter(({ source, tests = "" }) => leavesNothing(`${source}\n${tests}`));
  deepStrictEqual(clean.map(({ title }) => title).sort(), [
    "asks for three gigabytes",
    "catches every exception and goes on",
    "catches the memory error and forgets",
    "collects large blocks",
    "collects small lists",
    "computes a huge power",
    "deletes a million nested tuples",
    "doubles a string",
    "ends its tests by an exception that is no error",
    "floods its output, line by line",
    "is no Python",
    "loops for ever",
    "matches a pathological pattern",
    "nests parentheses in its own source",
    "prints a passed verdict",
    "prints what UTF-8 cannot say",
    "raises what UTF-8 cannot say",
    "recurses",
  ]);
});
