import assert from "node:assert/strict";
import { startPythonSandbox } from "./python_sandbox.ts";
import { openSnapshot } from "./python_snapshot.ts";

const OPTIONS = { memory: 128, timeout: 240_000 };

Deno.test("a fresh interpreter knows nothing of the program before", async () => {
  await using sandbox = await startPythonSandbox(OPTIONS);
  assert.equal((await sandbox.run({ source: "import math\nmath.pi = 3" })).verdict, "passed");
  assert.equal(
    (await sandbox.run({ source: "import math\nassert math.pi > 3" })).verdict,
    "passed",
  );
});

Deno.test("no program fails in a shared interpreter because of another", async () => {
  await using sandbox = await startPythonSandbox({ ...OPTIONS, isolation: "shared" });
  const harm = "import math, builtins\nmath.pi = 3\nbuiltins.len = None";
  assert.equal((await sandbox.run({ source: harm })).verdict, "passed");
  const victim = { source: "import math", tests: "assert math.pi > 3 and len([1]) == 1" };
  assert.equal((await sandbox.run(victim)).verdict, "passed");
  assert.equal((await sandbox.run({ source: "", tests: "assert False" })).verdict, "failed");
});

Deno.test("programs run side by side, and each gets its own answer", async () => {
  await using sandbox = await startPythonSandbox({ ...OPTIONS, isolation: "shared", workers: 2 });
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, i) => sandbox.run({ source: `print(${i})\nassert ${i} % 7` })),
  );
  assert.deepEqual(results.map(({ output }) => Number(output)), results.map((_, i) => i));
  assert.deepEqual(
    results.map(({ verdict }) => verdict),
    results.map((_, i) => i % 7 === 0 ? "failed" : "passed"),
  );
});

Deno.test("asyncio runs coroutines to their end", async () => {
  await using sandbox = await startPythonSandbox(OPTIONS);
  const source = "import asyncio\nasync def f():\n  await asyncio.sleep(0.001)\n  return 3";
  assert.equal(
    (await sandbox.run({ source, tests: "assert asyncio.run(f()) == 3" })).verdict,
    "passed",
  );
});

Deno.test("programs that test their own documentation run", async () => {
  await using sandbox = await startPythonSandbox(OPTIONS);
  const source = 'def f(x):\n  """>>> f(1)\n  1\n  """\n  return x\nimport doctest\n' +
    "doctest.testmod()\ndoctest.run_docstring_examples(f, globals())\nprint('done')";
  const { verdict, detail, output } = await sandbox.run({ source, tests: "assert f(1) == 1" });
  assert.equal(verdict, "passed", detail);
  assert.equal(output, "done\n");
});

Deno.test("what a program does to its output does not reach the next one", async () => {
  await using sandbox = await startPythonSandbox({ ...OPTIONS, isolation: "shared" });
  const harms = [
    ...["sys.stdout.close()", "sys.stdout.reconfigure(encoding='utf-16')", "sys.stdout.detach()"],
    ...["sys.stdout = sys.stderr = sys.__stdout__ = None", "os.closerange(0, 10)"],
    "os.dup2(os.open('/tmp/x', os.O_RDWR | os.O_CREAT), 1)",
  ];
  for (const harm of harms) {
    await sandbox.run({ source: `import os, sys\n${harm}` });
    const { verdict, output } = await sandbox.run({ source: "print('heard')" });
    assert.equal(verdict, "passed", harm);
    assert.equal(output, "heard\n", harm);
  }
});

Deno.test("what a program lacks in the sandbox is told with its verdict", async () => {
  await using sandbox = await startPythonSandbox({ ...OPTIONS, isolation: "shared" });
  const details: [source: string, detail: RegExp][] = [
    ["import numpy", /No module named 'numpy' \(the sandbox has Python's standard library alone/],
    ["import threading\nthreading.Thread(target=print).start()", /the sandbox has no threads/],
    ["x = [0] * 2 ** 31", /sys.maxsize is 2\*\*31 - 1/],
    ["len(range(2 ** 31))", /sys.maxsize is 2\*\*31 - 1/],
  ];
  for (const [source, expected] of details) {
    const { verdict, detail } = await sandbox.run({ source });
    assert.equal(verdict, "error");
    assert.match(detail, expected);
  }
});

Deno.test("a closed sandbox runs nothing", async () => {
  const sandbox = await startPythonSandbox(OPTIONS);
  await sandbox[Symbol.asyncDispose]();
  await assert.rejects(sandbox.run({ source: "" }), { message: /the Python sandbox is closed/ });
});

Deno.test("options out of range are refused with their value", async () => {
  await assert.rejects(startPythonSandbox({ workers: 0 }), { message: /workers .* got 0/ });
  await assert.rejects(startPythonSandbox({ memory: 8 }), { message: /memory .* got 8/ });
});

Deno.test("a snapshot is made once, or for one use where the cache cannot be written", async () => {
  const settings = { memoryPages: 2048, outputBytes: 0, fileBytes: 0 };
  const folder = await Deno.makeTempDir();
  const first = await openSnapshot(settings, folder);
  const made = await Deno.stat(first.path);
  await first[Symbol.asyncDispose]();
  const again = await openSnapshot(settings, folder);
  assert.equal(again.path, first.path);
  assert.deepEqual((await Deno.stat(again.path)).mtime, made.mtime);

  const file = `${folder}/file`;
  await Deno.writeTextFile(file, "");
  const temporary = await openSnapshot(settings, `${file}/below`);
  assert.ok((await Deno.stat(temporary.path)).size > 0);
  await temporary[Symbol.asyncDispose]();
  await assert.rejects(Deno.stat(temporary.path), Deno.errors.NotFound);
  await Deno.remove(folder, { recursive: true });
});
