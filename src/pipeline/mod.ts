/**
 * Pipelines: loading, keys, the store and running.
 *
 * @module
 */
export * from "./task.ts";
export * from "./events.ts";
export * from "./executor.ts";
export { type Job, type JobInput } from "./job.ts";
export { type InputSource, type Instance } from "./instance.ts";
export { type LoadOptions, loadPipeline, type Pipeline } from "./load.ts";
export { type ExecutorName } from "./executor_name.ts";
export { LocalExecutor } from "./local_executor.ts";
export * from "./slurm/mod.ts";
export { type Coordinates } from "./matrix.ts";
export { PipelineError, type Place, type Problem, type SourceText, UserError } from "./problem.ts";
export { type Publication } from "./publication.ts";
export { type Message } from "./protocol.ts";
export { type TaskModule } from "./registry.ts";
export { run, type RunResult } from "./run.ts";
export { type RunOptions } from "./run_options.ts";
export { type Selection } from "./select.ts";
export { type Holder } from "./store/lease.ts";
export { type InputHash, type KeyParts, type Manifest } from "./store/manifest.ts";
export {
  type Damage,
  type FileRecord,
  type FolderRecord,
  ObjectFolder,
  type ObjectRecord,
} from "./store/objects.ts";
export { type Lookup, openStore, Store } from "./store/store.ts";
export { type Capacity } from "./capacity.ts";
export { openRemote, RemoteStore } from "./remote/remote_store.ts";
export { type Storage } from "./remote/storage.ts";
export { plan, type PlannedInstance, type PlanOptions } from "./plan.ts";
export { type Outlook, type Reckon } from "./forecast.ts";
export { type Difference } from "./explain.ts";
