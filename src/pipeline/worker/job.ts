import { join } from "node:path";
import { UserError } from "../../support/user_error.ts";
import { readText, writeAtomically } from "../../support/files.ts";
import type { KeyParts } from "../store/manifest.ts";
import type { ObjectRecord } from "../store/object_record.ts";
import type { Store } from "../store/store.ts";
import type { JsonValue, Permissions } from "../task.ts";

/** One file or folder that a job reads. */
export interface JobInput {
  /** Name of the instance that wrote it, or the path as the pipeline file has it. */
  readonly from: string;
  /** What the file or folder holds. */
  readonly record: ObjectRecord;
  /** Absolute path, where it is not in the store. */
  readonly path?: string;
}

/** A stored result of which a job's task may copy parts. */
export interface JobEarlier {
  /** Its key. */
  readonly key: string;
  /** Its parameters, defaults filled in. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** What its outputs hold. */
  readonly outputs: Readonly<Record<string, ObjectRecord>>;
  /** What it was made from, of the inputs that grow. @default {{}} */
  readonly inputs?: KeyParts["inputs"];
}

/** All that is needed to run one instance, on this machine or another that sees the store. */
export interface Job {
  /** The key, under which the job lies in the store. */
  readonly key: string;
  /** What the key is made of. */
  readonly parts: KeyParts;
  /** Readable name of the instance. */
  readonly instance: string;
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Id of the run that wants it. */
  readonly run: string;
  /** Whether to run even if an earlier run finished the same key. */
  readonly force: boolean;
  /** URL of the task's module. */
  readonly module: string;
  /** Parameters as written; the task's schema fills in the defaults. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** What each input reads; a list for an input that gathers. */
  readonly inputs: Readonly<Record<string, JobInput | readonly JobInput[]>>;
  /** Results of which its task may copy parts. @default {[]} */
  readonly earlier?: readonly JobEarlier[];
  /** Names of the outputs that its task declares. */
  readonly outputs: readonly string[];
  /** What its task may do beside the default. */
  readonly permissions: Permissions;
  /** Folder of the project, which its task may read. */
  readonly root: string;
  /** Modules of its task that are not the project's: paths and URLs. */
  readonly modules: readonly string[];
  /** Cores to use. @default {all of the machine's that runs it} */
  readonly cpus?: number;
  /** Environment variables that the task is to see. */
  readonly environment?: Readonly<Record<string, string>>;
}

function jobPath(store: Store, key: string): string {
  return join(store.workFolder(key), "job.json");
}

const MOST_TRIES = 10;

/** Leaves a job in the store, for {@linkcode readJob}. */
export function writeJob(store: Store, job: Job): void {
  for (let tries = 1;; tries++) {
    try {
      return writeAtomically(jobPath(store, job.key), JSON.stringify(job));
    } catch (error) {
      // Another process may be finishing the same key and clearing the folder away.
      if (!(error instanceof Deno.errors.NotFound) || tries === MOST_TRIES) throw error;
    }
  }
}

/** Reads the job of a key, if there is one. */
export function readJob(store: Store, key: string): Job | undefined {
  const text = readText(jobPath(store, key));
  return text === undefined ? undefined : JSON.parse(text) as Job;
}

/** What to tell where a job should be and is not. */
export function missingJob(store: Store, key: string): UserError {
  return new UserError(`There is no job "${key}" in ${store.path}: run the pipeline to make it`);
}
