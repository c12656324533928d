/** The variable that names another command than that which is taken. */
export const LAUNCHER_VARIABLE = "PROSECO_MPIRUN";

/** In a job of Slurm's: its tasks may be fewer than the processes, which find cores by themselves. */
const SRUN = ["srun", "--mpi=pmix", "--overcommit", "--cpu-bind=none", "--kill-on-bad-exit=1"];

/**
 * The command that starts processes, before `-n` and their number: that which `PROSECO_MPIRUN` names
 * with its options, else `srun` in a job of Slurm's and `mpirun` elsewhere.
 *
 * @param get Gives variables of the environment.
 */
export function launchCommand(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): readonly [command: string, ...args: string[]] {
  const [command, ...args] = (get(LAUNCHER_VARIABLE) ?? "").split(/\s+/).filter(Boolean);
  if (command !== undefined) return [command, ...args];
  return get("SLURM_JOB_ID") === undefined ? ["mpirun"] : SRUN as [string, ...string[]];
}

/** Whether all processes that are started are on this machine, as far as is known. */
export function launchesHere(get?: (name: string) => string | undefined): boolean {
  return launchCommand(get).join(" ") === "mpirun";
}

/**
 * What OpenMPI, of whatever version, must be told where the caller has not: that root may start
 * processes, as in containers; that they may be more than cores; that each finds its cores by itself,
 * or all threads of one would share a core; and that its sockets lie where paths are short.
 */
export const LAUNCH_ENVIRONMENT: Readonly<Record<string, string>> = {
  OMPI_ALLOW_RUN_AS_ROOT: "1",
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
  OMPI_MCA_rmaps_base_oversubscribe: "1",
  OMPI_MCA_hwloc_base_binding_policy: "none",
  PRTE_MCA_rmaps_default_mapping_policy: ":oversubscribe",
  PRTE_MCA_hwloc_default_binding_policy: "none",
  TMPDIR: "/tmp",
};
