import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { launchCommand, launchesHere } from "./launcher.ts";

const command = (variables: Record<string, string>) => launchCommand((name) => variables[name]);

Deno.test("processes are started by mpirun, in a job of Slurm's by srun, or by what a user names", () => {
  assertEquals(command({}), ["mpirun"]);
  assertEquals(command({ SLURM_JOB_ID: "7" }).slice(0, 2), ["srun", "--mpi=pmix"]);
  const own = { SLURM_JOB_ID: "7", PROSECO_MPIRUN: " mpiexec --hostfile hosts " };
  assertEquals(command(own), ["mpiexec", "--hostfile", "hosts"]);
  assertEquals([launchesHere(() => undefined), launchesHere(() => "mpirun --hostfile hosts")], [
    true,
    false,
  ]);
});
