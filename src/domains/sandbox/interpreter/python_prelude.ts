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
 * `asyncio.run` gets a loop that sleeps where others wait for sockets.
 */
export const PYTHON_PRELUDE = `
import ${WARM_MODULES.join(", ")}

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

asyncio.events._set_running_loop(None)
asyncio.events._set_event_loop_policy(None)
asyncio.DefaultEventLoopPolicy._loop_factory = _SocketlessEventLoop
`;

/** What runs after each program, so that nothing printed stays in a buffer. */
export const PYTHON_FLUSH = `
import sys
for stream in (sys.stdout, sys.stderr):
    try:
        stream.flush()
    except BaseException:
        pass
`;

/** What runs last before programs do: takes Pyodide's own JavaScript objects away. */
export const PYTHON_LOCKDOWN = `
import sys
from pyodide.ffi import unregister_js_module
for name in ("pyodide_js",):
    unregister_js_module(name)
    sys.modules.pop(name, None)
`;
