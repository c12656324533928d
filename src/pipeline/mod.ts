/**
 * Pipelines: loading, keys, the store and running.
 *
 * @module
 */
export * from "./task.ts";
export * from "./runs/events.ts";
export * from "./executors/executor.ts";
export { type Job, type JobEarlier, type JobInput } from "./worker/job.ts";
export {
  type InputSource,
  type Instance,
  type SearchHistory,
  type TrialChoice,
  type TrialParams,
} from "./graph/instance.ts";
export { type LoadOptions, loadPipeline, type Pipeline } from "./graph/load.ts";
export { type CreateExecutorOptions } from "./executors/executor_module.ts";
export { createExecutor } from "./executors/executors.ts";
export { type Coordinates } from "./graph/matrix.ts";
export { PipelineError, type Place, type Problem, type SourceText } from "./file/problem.ts";
export { UserError } from "../support/user_error.ts";
export { type Publication } from "./graph/publication.ts";
export { type Message } from "./worker/protocol.ts";
export { type NamedFiles, type TaskModule } from "./file/task_registry.ts";
export { run, type RunResult } from "./run/run_pipeline.ts";
export { type RunOptions } from "./run/run_options.ts";
export { type Selection } from "./graph/select.ts";
export { type Holder } from "./store/lease.ts";
export {
  type InputHash,
  type KeyParts,
  type Manifest,
  type ManifestReading,
} from "./store/manifest.ts";
export { type FileRecord, type FolderRecord, type ObjectRecord } from "./store/object_record.ts";
export { type Damage, ObjectFolder } from "./store/objects.ts";
export { type Lookup, openStore, Store } from "./store/store.ts";
export { type Capacity } from "./plan/capacity.ts";
export { openRemote, type Pull, RemoteStore } from "./store/remote/remote_store.ts";
export { type Storage, type StoredFile } from "./store/remote/storage.ts";
export { plan, type PlannedInstance, type PlanOptions } from "./plan/plan_pipeline.ts";
export { type Difference } from "./plan/explain.ts";
