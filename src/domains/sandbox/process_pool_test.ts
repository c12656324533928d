import assert from "node:assert/strict";
import { type PooledProcess, ProcessPool, type ProcessPoolOptions } from "./process_pool.ts";
import type { ProgramResult, PythonProgram, Verdict } from "./interpreter/verdict.ts";

/** What a fake process does with a program, by its source. */
type Behaviour = (source: string, earlier: readonly string[]) => Verdict | Promise<Verdict>;

class FakeProcess implements PooledProcess {
  readonly ran: string[] = [];
  readonly #behave: Behaviour;
  alive = true;

  constructor(behave: Behaviour) {
    this.#behave = behave;
  }

  get runs(): number {
    return this.ran.length;
  }

  async run({ source }: PythonProgram): Promise<ProgramResult> {
    const earlier = [...this.ran];
    this.ran.push(source);
    const verdict = await this.#behave(source, earlier);
    if (verdict === "timeout") this.alive = false;
    return { verdict, detail: source, output: "", outputBytes: 0 };
  }

  kill(): Promise<void> {
    this.alive = false;
    return Promise.resolve();
  }
}

function fakePool(
  options: Partial<ProcessPoolOptions>,
  behave: Behaviour = () => "passed",
): { pool: ProcessPool; processes: FakeProcess[]; used: () => string[][] } {
  const processes: FakeProcess[] = [];
  const pool = new ProcessPool(() => {
    const process = new FakeProcess(behave);
    processes.push(process);
    return process;
  }, { isolation: "shared", workers: 1, timeout: 1000, ...options });
  const used = () => processes.map(({ ran }) => ran).filter(({ length }) => length > 0);
  return { pool, processes, used };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("each program has a process of its own, which ends with it, while a spare stands ready", async () => {
  const { pool, processes, used } = fakePool({ isolation: "fresh" });
  for (const source of ["a", "b", "c"]) await pool.run({ source });
  assert.deepEqual(used(), [["a"], ["b"], ["c"]]);
  assert.deepEqual(processes.map(({ alive }) => alive), [false, false, false, true]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("programs share a process where they may", async () => {
  const { pool, used } = fakePool({});
  for (const source of ["a", "b", "c"]) await pool.run({ source });
  assert.deepEqual(used(), [["a", "b", "c"]]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("a program that does not pass after others runs again on its own, and its process ends", async () => {
  const { pool, processes, used } = fakePool(
    {},
    (source, earlier) => source === "victim" && earlier.includes("import os") ? "failed" : "passed",
  );
  for (const source of ["import os", "victim", "next"]) {
    assert.equal((await pool.run({ source })).verdict, "passed");
  }
  assert.deepEqual(used(), [["import os", "victim"], ["victim", "next"]]);
  assert.equal(processes[0]?.alive, false);
  await pool[Symbol.asyncDispose]();
});

Deno.test("a program that fails after others that can have left nothing behind does not run again", async () => {
  const { pool, used } = fakePool({}, (source) => source === "wrong" ? "failed" : "passed");
  for (const source of ["a", "wrong", "b"]) await pool.run({ source });
  assert.deepEqual(used(), [["a", "wrong", "b"]]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("a program that runs out of memory after any other runs again on its own", async () => {
  const { pool, used } = fakePool({}, (source) => source === "large" ? "memory" : "passed");
  for (const source of ["a", "large"]) await pool.run({ source });
  assert.deepEqual(used(), [["a", "large"], ["large"]]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("what tests may leave behind counts as well", async () => {
  const { pool, used } = fakePool({}, (source) => source === "wrong" ? "failed" : "passed");
  await pool.run({ source: "a", tests: "import os" });
  await pool.run({ source: "wrong" });
  assert.deepEqual(used(), [["a", "wrong"], ["wrong"]]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("a program that does not pass although it is the first does not run again", async () => {
  const { pool, used } = fakePool({}, () => "failed");
  assert.equal((await pool.run({ source: "a" })).verdict, "failed");
  assert.deepEqual(used(), [["a"]]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("a process that has died is not used again", async () => {
  const { pool, used } = fakePool({}, (source) => source === "loop" ? "timeout" : "passed");
  for (const source of ["loop", "a"]) await pool.run({ source });
  assert.deepEqual(used(), [["loop"], ["a"]]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("as many programs run at the same time as there are workers, each in its process", async () => {
  const finish = new Map<string, () => void>();
  const { pool, used } = fakePool(
    { workers: 2 },
    (source) => new Promise((resolve) => finish.set(source, () => resolve("passed"))),
  );
  const results = ["a", "b", "c"].map((source) => pool.run({ source }));
  await settle();
  assert.deepEqual(used(), [["a"], ["b"]]);
  finish.get("b")!();
  await settle();
  assert.deepEqual(used(), [["a"], ["b", "c"]]);
  finish.get("a")!();
  finish.get("c")!();
  assert.deepEqual((await Promise.all(results)).map(({ detail }) => detail), ["a", "b", "c"]);
  await pool[Symbol.asyncDispose]();
});

Deno.test("closing ends every process and refuses the programs that wait", async () => {
  const { pool, processes } = fakePool({}, async (): Promise<Verdict> => {
    await settle();
    return "crashed";
  });
  const running = pool.run({ source: "a" });
  const waiting = assert.rejects(pool.run({ source: "b" }), { message: /sandbox is closed/ });
  await pool[Symbol.asyncDispose]();
  assert.equal((await running).verdict, "crashed");
  await waiting;
  await assert.rejects(pool.run({ source: "c" }), { message: /sandbox is closed/ });
  assert.ok(processes.every(({ alive }) => !alive));
});
