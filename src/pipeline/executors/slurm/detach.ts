import type { DetachedRun, DetachOptions } from "../executor_module.ts";
import { programCommandLine } from "../../root.ts";
import { needsArguments, sbatchArguments } from "./submissions/sbatch_arguments.ts";
import { runClient } from "./slurm_client.ts";
import { isEnded, readQueue } from "./queue.ts";
import {
  createSubmission,
  outputPath,
  outputPattern,
  scriptPath,
  Submissions,
} from "./submissions/submission.ts";

/** What a submitted run takes: it waits for the others' jobs nearly all of the time. */
const RESOURCES = { cpus: 1, memory: 1024 };

/**
 * Submits a run itself as a job. What can be submitted at one moment is only what is ready, since the
 * key of an instance depends on what those before it write; so something has to stay and look, and
 * on a cluster that is a job as well.
 */
export async function submitRun(options: DetachOptions): Promise<DetachedRun> {
  const { store, pipeline, command, module, options: slurm, root } = options;
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
    output: outputPattern(submission, false),
    count: 1,
    throttle: 1,
  });
  const said = await runClient("sbatch", [...args, scriptPath(submission)], {
    env: { NO_COLOR: "1" },
    cwd: root,
  });
  return { id: said.trim().split(";")[0]!, output, isKnown: false };
}
