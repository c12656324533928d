import assert from "node:assert/strict";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { PythonProcess } from "./python_process.ts";
import { openSnapshot } from "./python_snapshot.ts";
import { readLines } from "../../support/read_lines.ts";

const SETTINGS = { memoryPages: 2048, outputBytes: 100, fileBytes: 2 ** 20 };
const PATIENCE = 240_000;

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("a sandboxed process has no permission left", async () => {
  await using snapshot = await openSnapshot(SETTINGS);
  await using child = new PythonProcess({ ...SETTINGS, snapshotPath: snapshot.path });
  const permissions = await child.ready;
  assert.deepEqual(
    Object.keys(permissions).sort(),
    ["env", "ffi", "import", "net", "read", "run", "sys", "write"],
  );
  assert.ok(Object.values(permissions).every((state) => state !== "granted"));
});

Deno.test("a program sees the tests' names only after its end, and the tests see its own", async () => {
  await using snapshot = await openSnapshot(SETTINGS);
  await using child = new PythonProcess({ ...SETTINGS, snapshotPath: snapshot.path });
  const run = (source: string, tests = "") => child.run({ source, tests }, PATIENCE);

  assert.deepEqual(await run("x = 1\nprint('one', x)", "assert x == 1"), {
    verdict: "passed",
    detail: "",
    output: "one 1\n",
    outputBytes: 6,
  });
  assert.deepEqual(await run("x = 1", "assert x == 2, 'x is not two'"), {
    verdict: "failed",
    detail: "AssertionError: x is not two",
    output: "",
    outputBytes: 0,
  });
  assert.equal((await run("print(x)")).detail, "NameError: name 'x' is not defined");
  assert.equal((await run("check", "def check(): pass")).verdict, "error");
  assert.equal((await run("x = 1", "def f(:")).verdict, "syntax");
});

Deno.test("output is kept up to its limit and counted beyond", async () => {
  await using snapshot = await openSnapshot(SETTINGS);
  await using child = new PythonProcess({ ...SETTINGS, snapshotPath: snapshot.path });
  const { output, outputBytes } = await child.run({ source: "print('é' * 1000)" }, PATIENCE);
  assert.equal(output, "é".repeat(50));
  assert.equal(outputBytes, 2001);
});

Deno.test("randomness and hashes are the same in every process", async () => {
  await using snapshot = await openSnapshot(SETTINGS);
  const source =
    "import os, random\nprint(random.random(), os.urandom(4), hash('a'), {'a', 'b', 'c'})";
  const outputs = new Set<string>();
  for (let i = 0; i < 2; i++) {
    await using child = new PythonProcess({ ...SETTINGS, snapshotPath: snapshot.path });
    outputs.add((await child.run({ source }, PATIENCE)).output);
  }
  assert.equal(outputs.size, 1);
});

Deno.test({
  name: "a program makes its process hold little more than its memory",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const settings = { ...SETTINGS, fileBytes: 64 * 2 ** 20 };
    await using snapshot = await openSnapshot(settings);
    await using child = new PythonProcess({ ...settings, snapshotPath: snapshot.path });
    const source = "x = []\ntry:\n  while True: x.append(bytearray(10**6))\n" +
      "except MemoryError: x.pop()\nf = open('/tmp/x', 'wb', 0)\nwhile True: f.write(bytes(1000))";
    assert.match((await child.run({ source }, PATIENCE)).detail, /No space left/);
    // Deno itself reads /proc with all permissions only.
    const { stdout } = await new Deno.Command("cat", { args: [`/proc/${child.pid}/status`] })
      .output();
    const status = new TextDecoder().decode(stdout);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    // 128 MiB of Python's, 64 of files, which grow by copies, and Deno's own.
    assert.ok(peak > 128 && peak < 128 + 3 * 64 + 400, `${peak} MiB`);
  },
});

Deno.test("a busy sandboxed process ends when its parent is killed", async () => {
  await using snapshot = await openSnapshot(SETTINGS);
  const parent = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-check"],
      ...["--allow-read", "--allow-env", "--allow-run"],
      fileURLToPath(new URL("./testing/watchdog_fixture.ts", import.meta.url)),
      JSON.stringify({ ...SETTINGS, snapshotPath: snapshot.path }),
    ],
    stdout: "piped",
  }).spawn();
  const lines = readLines(parent.stdout, 100);
  const pid = Number((await lines.next()).value);
  assert.ok(pid > 0);
  parent.kill("SIGKILL");
  await parent.status;
  await lines.return(undefined);
  await untilGone(pid);
});
