import { join } from "node:path";
import {
  exists,
  namesIn,
  readText,
  remove,
  statOf,
  writeAtomically,
} from "../../../../support/files.ts";
import { shellQuote } from "../../../../support/shell_quote.ts";
import type { Store } from "../../../store/store.ts";

/** What is noted of a submission before Slurm is told of it. */
export interface SubmissionRecord {
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Id of the run that submits; empty for a run that is itself submitted. */
  readonly run: string;
  /** Keys of the jobs, in the order of their indices; none for a run that is itself submitted. */
  readonly keys: readonly string[];
  /** Command line of a run that is itself submitted. */
  readonly command?: readonly string[];
}

/** Jobs that were given to Slurm together, with a folder in the store. */
export interface Submission extends SubmissionRecord {
  /** Name of the folder. */
  readonly id: string;
  readonly folder: string;
}

/** Milliseconds for which a submission that Slurm does not know may still be about to reach it. */
const YOUNG = 3_600_000;

const SCRIPT = "job.sh";

function submissionsFolder(store: Store): string {
  return join(store.path, "slurm");
}

/**
 * The script of a submission's jobs: each reads its key from the submission's folder, and may use the
 * cores that Slurm granted of its node.
 *
 * @param command The command to run, before the key if the submission has keys.
 */
export function scriptOf(keysPath: string | undefined, command: readonly string[]): string {
  const words = command.map(shellQuote).join(" ");
  if (keysPath === undefined) return `#!/bin/sh\nexec ${words}\n`;
  return `#!/bin/sh
key=$(sed -n "$((\${SLURM_ARRAY_TASK_ID:-0} + 1))p" ${shellQuote(keysPath)})
exec ${words} --cpus "\${SLURM_CPUS_ON_NODE:-1}" "$key"
`;
}

/** Makes the folder of a submission: its record, its keys and its script. */
export function createSubmission(
  store: Store,
  record: SubmissionRecord,
  command: readonly string[],
): Submission {
  const id = crypto.randomUUID();
  const folder = join(submissionsFolder(store), id);
  const keys = record.keys.length === 0 ? undefined : join(folder, "keys");
  if (keys !== undefined) writeAtomically(keys, `${record.keys.join("\n")}\n`);
  writeAtomically(join(folder, SCRIPT), scriptOf(keys, command));
  writeAtomically(join(folder, "record.json"), JSON.stringify(record));
  return { ...record, id, folder };
}

/** Path of a submission's script. */
export function scriptPath({ folder }: Submission): string {
  return join(folder, SCRIPT);
}

/** Path of the output of a submission's job. */
export function outputPath({ folder }: Submission, index: number): string {
  return join(folder, `${index}.out`);
}

/** The same as `sbatch` is told it, for all jobs of an array or a single one. */
export function outputPattern({ folder }: Pick<Submission, "folder">, isArray: boolean): string {
  // What a folder is called must not be read as a symbol of Slurm's.
  return join(folder.replaceAll("%", "%%"), isArray ? "%a.out" : "0.out");
}

/** Notes that a submission was cancelled on purpose. */
export function markCancelled({ folder }: Submission): void {
  writeAtomically(join(folder, "cancelled"), "");
}

/** Whether a submission was cancelled on purpose. */
export function isCancelled({ folder }: Submission): boolean {
  return exists(join(folder, "cancelled"));
}

/** Forgets a submission. */
export function removeSubmission({ folder }: Submission): void {
  remove(folder);
}

/** The submissions that a store knows, by id; records are read once. */
export class Submissions {
  readonly #store: Store;
  readonly #known = new Map<string, Submission>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The submission that a script in Slurm's queue belongs to, if it is one of this store's. */
  ofScript(script: string): Submission | undefined {
    const [, id] = new RegExp(`/slurm/([0-9a-f-]{36})/${SCRIPT}$`).exec(script) ?? [];
    return id === undefined ? undefined : this.#read(id);
  }

  /** All of them. */
  all(): Submission[] {
    return namesIn(submissionsFolder(this.#store)).flatMap((id) => this.#read(id) ?? []);
  }

  /** Forgets those that Slurm does not know and that cannot be about to reach it. */
  clear(known: ReadonlySet<Submission>): void {
    for (const submission of this.all()) {
      const age = Date.now() - (statOf(submission.folder)?.mtime?.getTime() ?? 0);
      if (known.has(submission) || age < YOUNG) continue;
      removeSubmission(submission);
      this.#known.delete(submission.id);
    }
  }

  #read(id: string): Submission | undefined {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const folder = join(submissionsFolder(this.#store), id);
    const text = readText(join(folder, "record.json"));
    if (text === undefined) return undefined;
    const submission = { ...JSON.parse(text) as SubmissionRecord, id, folder };
    this.#known.set(id, submission);
    return submission;
  }
}
