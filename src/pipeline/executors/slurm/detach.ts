import { programCommandLine } from "../../root.ts";
import type { Store } from "../../store/store.ts";
import { needsArguments, sbatchArguments } from "./sbatch_arguments.ts";
import { runClient } from "./slurm_client.ts";
import type { SlurmOptions } from "./slurm_options.ts";
import { isEnded, readQueue } from "./queue.ts";
import { createSubmission, outputPath, scriptPath, Submissions } from "./submission.ts";

/** What a submitted run takes: it waits for the others' jobs nearly all of the time. */
const RESOURCES = { cpus: 1, memory: 1024 };

/** Options of {@linkcode submitRun}. */
export interface SubmitRunOptions {
  readonly store: Store;
  readonly pipeline: string;
  /** The command line of the run, without the program. */
  readonly command: readonly string[];
  /** The program. */
  readonly module: string;
  readonly slurm: SlurmOptions;
  /** Working folder. */
  readonly root: string;
}

/** A run that Slurm runs. */
export interface SubmittedRun {
  readonly id: string;
  /** Where it writes what it would write to the terminal. */
  readonly output: string;
  /** Whether it was in the queue already. */
  readonly isKnown: boolean;
}

/**
 * Submits a run itself as a job. What can be submitted at one moment is only what is ready, since the
 * key of an instance depends on what those before it write; so something has to stay and look, and
 * on a cluster that is a job as well.
 */
export async function submitRun(options: SubmitRunOptions): Promise<SubmittedRun> {
  const { store, pipeline, command, module, slurm, root } = options;
  const submissions = new Submissions(store);
  for (const { id, state, script } of await readQueue()) {
    const known = isEnded(state) ? undefined : submissions.ofScript(script);
    if (known === undefined || String(known.command) !== String(command)) continue;
    return { id, output: outputPath(known, 0), isKnown: true };
  }
  const record = { pipeline, run: "", keys: [], command };
  const words = [...programCommandLine(module), ...command];
  const submission = createSubmission(store, record, words);
  const output = outputPath(submission, 0);
  const args = sbatchArguments(needsArguments({ resources: RESOURCES, slurm }), {
    name: `run-${pipeline}`,
    output,
    count: 1,
    throttle: 1,
  });
  const said = await runClient("sbatch", [...args, scriptPath(submission)], {
    env: { NO_COLOR: "1" },
    cwd: root,
  });
  return { id: said.trim().split(";")[0], output, isKnown: false };
}
