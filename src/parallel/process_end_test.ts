import { strictEqual } from "node:assert/strict";
import { describeProcessesEnd } from "./process_end.ts";

const describe = (command: string, said: string, code = 137) =>
  describeProcessesEnd({ command, said, code, signal: null, count: 4 });

Deno.test("what launchers say of a process that was killed is said with its number and the signal", () => {
  const hint = "was ended by SIGKILL: perhaps its machine ran out of memory";
  const openMpi = "-----\nmpirun noticed that process rank 1 with PID 0 on node vm exited on " +
    "signal 9 (Killed).\n-----\n";
  strictEqual(describe("mpirun", openMpi), `process 2 of 4 ${hint}`);
  strictEqual(
    describe(
      "mpirun",
      openMpi.replace("on signal 9 (Killed)", "on\n  signal 11 (Segmentation fault)"),
    ),
    "process 2 of 4 was ended by SIGSEGV",
  );
  const slurm = "srun: error: node7: task 3: Killed\nsrun: Terminating StepId=12.0\n";
  strictEqual(describe("srun", slurm), `process 4 of 4 ${hint}`);
  const mpich = "=   BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES\n=   EXIT CODE: 9\n" +
    "YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Killed (signal 9)\n";
  strictEqual(describe("mpirun", mpich), `one of 4 processes ${hint}`);
});

Deno.test("a launcher that fails is quoted", () => {
  strictEqual(
    describe("mpirun", "1\n2\n3\n4\n5\nno such host\n", 213),
    "mpirun ended with exit code 213\n2\n3\n4\n5\nno such host",
  );
});
