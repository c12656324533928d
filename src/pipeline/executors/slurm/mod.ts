export { type SlurmOptions } from "./slurm_options.ts";
export { SlurmExecutor, type SlurmExecutorOptions } from "./slurm_executor.ts";
