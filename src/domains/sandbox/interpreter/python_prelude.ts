import { FORBIDDEN_MODULES } from "./lockdown/forbidden_modules.ts";

/** Modules that programs often import, loaded into the snapshot because unzipping them is slow. */
const WARM_MODULES = [
  "abc",
  "array",
  "asyncio",
  "bisect",
  "calendar",
  "cmath",
  "collections.abc",
  "copy",
  "dataclasses",
  "datetime",
  "decimal",
  "enum",
  "fractions",
  "functools",
  "hashlib",
  "heapq",
  "inspect",
  "itertools",
  "json",
  "math",
  "numbers",
  "operator",
  "queue",
  "random",
  "re",
  "runpy",
  "statistics",
  "string",
  "textwrap",
  "time",
  "traceback",
  "typing",
  "unittest",
  "warnings",
];

/**
 * What the interpreter runs once, before a snapshot of it is taken.
 *
 * Pyodide's event loop hands over to JavaScript's, which stands still while a program runs. So
 * `asyncio.run` gets a loop that sleeps where others wait for sockets. Of the built-in module that leads
 * to JavaScript CPython keeps a copy to import it from again; the copy is emptied. So are forbidden modules that
 * Pyodide has loaded for the standard library, which does without them.
 */
export const PYTHON_PRELUDE = `
import ${WARM_MODULES.join(", ")}
import gc, sys
from pyodide import webloop

for name in set(${JSON.stringify([...FORBIDDEN_MODULES])}) & sys.modules.keys():
    forbidden = sys.modules.pop(name)
    for module in list(sys.modules.values()):
        for key, value in list(getattr(module, "__dict__", {}).items()):
            if value is forbidden or getattr(value, "__self__", None) is forbidden:
                setattr(module, key, None)
    vars(forbidden).clear()

class _SocketlessSelector:
    def select(self, timeout):
        if timeout:
            time.sleep(timeout)
        return []

    def close(self):
        pass

class _SocketlessEventLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = _SocketlessSelector()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

asyncio.run = webloop._orig_run
time.sleep = webloop._orig_sleep
asyncio.events._set_running_loop(None)
asyncio.events._set_event_loop_policy(None)
asyncio.DefaultEventLoopPolicy._loop_factory = _SocketlessEventLoop

def _without(set_function):
    # Taking a trace function away is what several modules do that never had one.
    @functools.wraps(set_function)
    def set_or_refuse(function):
        if function is not None:
            set_function(function)
    return set_or_refuse

sys.settrace, sys.setprofile = _without(sys.settrace), _without(sys.setprofile)

for copy_of_module in gc.get_objects():
    if type(copy_of_module) is dict and copy_of_module.get("__name__") == "_pyodide_core":
        if copy_of_module is not vars(sys.modules["_pyodide_core"]):
            copy_of_module.clear()
gc.collect()
`;

/** What runs after each program, so that nothing printed stays in a buffer. */
export const PYTHON_FLUSH = `
import sys
for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
    try:
        stream.flush()
    except BaseException:
        pass
`;

/** What runs last before programs do: takes everything away that leads to JavaScript. */
export const PYTHON_LOCKDOWN = `
import __main__, sys
packages = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core"}
names = [name for name in sys.modules if name.partition(".")[0] in packages]
modules = [sys.modules.pop(name) for name in names]
sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__module__.startswith("_frozen_")]
for module in modules:
    if type(module) is type(sys):
        vars(module).clear()
for name in [name for name in vars(__main__) if not name.startswith("__")]:
    delattr(__main__, name)
`;
