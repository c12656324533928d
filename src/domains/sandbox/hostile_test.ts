import assert from "node:assert/strict";
import process from "node:process";
import { hostilePrograms } from "./testing/hostile_programs.ts";
import { ProcessPool } from "./process_pool.ts";
import { PythonProcess } from "./python_process.ts";
import { openSnapshot } from "./python_snapshot.ts";

/** Little memory, so that programs that fill it end soon. */
const SETTINGS = { memoryPages: 2048, outputBytes: 65_536, fileBytes: 16 * 2 ** 20 };

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

Deno.test("hostile programs harm nothing outside the sandbox", async (t) => {
  const secret = crypto.randomUUID();
  const path = await Deno.makeTempFile({ prefix: "proseco-secret-" });
  await Deno.writeTextFile(path, secret);
  const programs = hostilePrograms(path);
  const pids: number[] = [];
  await using snapshot = await openSnapshot(SETTINGS);
  const start = () => {
    const child = new PythonProcess({ ...SETTINGS, snapshotPath: snapshot.path });
    pids.push(child.pid);
    return child;
  };
  const outputs: string[] = [];
  {
    const isolation = "fresh";
    // What must run until its time is up gets little of it; what must not gets plenty, so that the
    // verdicts are the same on a busy machine.
    await using quick = new ProcessPool(start, { isolation, workers: 1, timeout: 1000 });
    await using patient = new ProcessPool(start, { isolation, workers: 1, timeout: 240_000 });
    const running = programs.map((program) => {
      const result = (program.verdict === "timeout" ? quick : patient).run(program);
      result.catch(() => {});
      return { program, result };
    });
    for (const { program, result } of running) {
      await t.step(`a program that ${program.title} ends as "${program.verdict}"`, async () => {
        const { verdict, detail, output } = await result;
        outputs.push(detail, output);
        if (verdict !== program.orVerdict) assert.equal(verdict, program.verdict, detail);
        if (program.shows !== undefined) assert.match(detail, program.shows);
        assert.ok(output.length <= SETTINGS.outputBytes);
      });
    }
    await t.step("the runner survives all of them", async () => {
      const [slow, fast] = await Promise.all([
        patient.run({ source: "" }),
        quick.run({ source: "" }),
      ]);
      assert.equal(slow.verdict, "passed");
      assert.ok(["passed", "timeout"].includes(fast.verdict));
    });
  }
  await t.step("no process is left behind", () => {
    assert.ok(pids.length > programs.length);
    assert.deepEqual(pids.filter(isRunning), []);
  });
  await t.step("nothing outside was read or written", async () => {
    assert.ok(!outputs.some((text) => text.includes(secret)));
    assert.equal(await Deno.readTextFile(path), secret);
  });
  await Deno.remove(path);
});
