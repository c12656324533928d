import assert from "node:assert/strict";
import { bubblewrapRuntime, startBubblewrapSandbox } from "./bubblewrap.ts";
import type { Verdict } from "./interpreter/verdict.ts";

const PROGRAMS: readonly (readonly [title: string, source: string, verdict: Verdict])[] = [
  ["passes", "x = 42\nprint('forty-two')", "passed"],
  ["is wrong", "x = 41", "failed"],
  ["raises", "1 / 0", "error"],
  ["is no Python", "def f(:", "syntax"],
  ["exits", "import os\nos._exit(0)", "crashed"],
  ["fills the memory", "x = bytearray(10**10)", "memory"],
  ["reads the password file", "open('/etc/passwd')", "error"],
  ["opens a socket", "import socket\nsocket.create_connection(('127.0.0.1', 80), 2)", "error"],
  ["writes outside its own folder", "open('/usr/x', 'w')", "error"],
  ["is another user", "import os\nx = 42 if os.getuid() == 65534 else 0", "passed"],
  [
    "may fork, but not without end",
    "import os, time\nx = 0\ntry:\n  while x < 500:\n    if os.fork() == 0: time.sleep(1000)\n" +
    "    x += 1\nexcept BlockingIOError: x = 42 if x < 64 else x",
    "passed",
  ],
  ["becomes root", "import os\nos.setuid(0)", "error"],
  [
    "cannot mount anything",
    "import os\nx = 0 if os.system('mount -t proc none /tmp') == 0 else 42",
    "passed",
  ],
  [
    "sees no processes but its own",
    "import os\nx = 42 if sum(name.isdigit() for name in os.listdir('/proc')) < 5 else 0",
    "passed",
  ],
  [
    "sees nothing of the environment",
    "import os\nx = 42 if set(os.environ) <= {'PATH', 'PWD', 'LC_CTYPE'} else 0",
    "passed",
  ],
  [
    "leaves a process behind",
    "import os, time\nif os.fork() == 0: time.sleep(1000)\nx = 42",
    "passed",
  ],
];

Deno.test({
  name: "programs in the system's Python are kept from everything else (needs bubblewrap)",
  ignore: await bubblewrapRuntime() === undefined,
  async fn(t) {
    await using sandbox = startBubblewrapSandbox({ timeout: 60_000 });
    for (const [title, source, verdict] of PROGRAMS) {
      await t.step(`a program that ${title} ends as "${verdict}"`, async () => {
        const result = await sandbox.run({ source, tests: "assert x == 42" });
        assert.equal(result.verdict, verdict, result.detail);
      });
    }
    await t.step("a program that never ends is killed, and so is all that it started", async () => {
      await using hasty = startBubblewrapSandbox({ timeout: 500 });
      assert.equal((await hasty.run({ source: "while True: pass" })).verdict, "timeout");
      const bomb = "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass";
      assert.equal((await hasty.run({ source: bomb })).verdict, "timeout");
      assert.equal((await sandbox.run({ source: "" })).verdict, "passed");
    });
  },
});

Deno.test("where bubblewrap or Python is missing there is no runtime", async () => {
  assert.equal(await bubblewrapRuntime({ bubblewrap: "no-such-bwrap" }), undefined);
  assert.equal(await bubblewrapRuntime({ python: "/usr/bin/no-such-python" }), undefined);
});
