export { type SlurmOptions } from "./options.ts";
export { SlurmExecutor, type SlurmExecutorOptions } from "./slurm_executor.ts";
