import type { HostileProgram } from "./hostile_program.ts";

/** Tries to become JavaScript by the way that is left, the constructor of functions. */
const throughFunction = (javascript: string) => `
import pyodide.ffi
Function = pyodide.ffi.to_js([]).constructor.constructor
print(Function(${JSON.stringify(javascript)})())`;

/**
 * Programs that reach for processes, the network, files and JavaScript.
 *
 * @param path An existing file outside the sandbox.
 */
export function hostileEscapes(path: string): readonly HostileProgram[] {
  const secret = JSON.stringify(path);
  return [
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
      shows: /No module named 'js'/,
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
      shows: /No module named 'pyodide.ffi'/,
    },
    {
      title: "imports node:fs from inside",
      source: throughFunction(`return import("node:fs")`),
      verdict: "error",
      shows: /No module named 'pyodide.ffi'/,
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
  ];
}
