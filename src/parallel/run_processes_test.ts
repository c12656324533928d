import { deepStrictEqual as assertEquals, match, rejects } from "node:assert/strict";
import { LAUNCHER_VARIABLE } from "./launcher.ts";
import { LIBRARY_VARIABLE } from "./mpi_library.ts";
import { runProcesses } from "./run_processes.ts";
import { mpiTestOptions } from "./testing/mpi_test_options.ts";
import type { SumOrder } from "./testing/sum_process.ts";
import type { Told } from "./told_lines.ts";

const { ignore, note } = mpiTestOptions();

/** Lets processes sum, and gives what they tell. */
async function sum(count: number, order: SumOrder, stop = new AbortController()) {
  const told: Told[] = [];
  await runProcesses({
    ...{ purpose: "Cannot sum", count, order, signal: stop.signal },
    module: new URL("./testing/sum_process.ts", import.meta.url),
    permissions: ["--allow-read", "--allow-env", "--allow-ffi", "--allow-run"],
    onTold(one) {
      told.push(one);
      if (order.waits) stop.abort(new Error("it is enough"));
    },
  });
  return told;
}

for (const size of [2, 4]) {
  Deno.test({
    name: `${size} processes get the same sums, and the text of the first${note}`,
    ignore,
    async fn() {
      for (const count of [1, 100_003]) {
        const content = { size, neighbours: size, wrong: { sums: false, text: false } };
        assertEquals(await sum(size, { count }), [{ type: "result", content }]);
      }
    },
  });
}

Deno.test({
  name: `an error of one process ends all of them, and is said with its number${note}`,
  ignore,
  async fn() {
    await rejects(
      sum(2, { count: 1, fails: 1 }),
      /^Error: process 2 of 2: there is nothing to sum$/,
    );
  },
});

Deno.test({
  name: `a process that is killed ends all of them, and it is said which and by what${note}`,
  ignore,
  async fn() {
    await rejects(
      sum(4, { count: 1, isKilled: 1 }),
      /^Error: Cannot sum: process 2 of 4 was ended by SIGKILL: perhaps its machine ran out of memory$/,
    );
  },
});

Deno.test({
  name: `processes that are stopped end in order, with the reason${note}`,
  ignore,
  fn: () => rejects(sum(2, { count: 1, waits: true }), /^Error: it is enough$/),
});

/** What is said where a variable has another value. */
async function faultWith(name: string, value: string): Promise<string> {
  const program = `
    const { runProcesses } = await import(Deno.args[0]);
    const signal = new AbortController().signal;
    const module = new URL(Deno.args[0]);
    await runProcesses({ purpose: "Cannot sum", count: 2, module, permissions: [], order: 0, signal })
      .catch((error) => console.log(error.message));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", program, import.meta.resolve("./run_processes.ts")],
    env: { [name]: value },
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("without a library of MPI it is said what to install", async () => {
  match(
    await faultWith(LIBRARY_VARIABLE, "libnothing.so"),
    /^Cannot open a library of MPI \(libnothing\.so\): install OpenMPI .* PROSECO_MPI: /,
  );
});

Deno.test({
  name: `without what starts processes it is said what to install${note}`,
  ignore,
  async fn() {
    match(
      await faultWith(LAUNCHER_VARIABLE, "no-mpirun --hostfile hosts"),
      /^Cannot sum in 2 processes: there is no command "no-mpirun": install OpenMPI .* PROSECO_MPIRUN/,
    );
  },
});
