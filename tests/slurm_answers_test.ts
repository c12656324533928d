import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { delimiter, join } from "node:path";
import { Store } from "../src/pipeline/mod.ts";
import { SlurmExecutor } from "../src/pipeline/executors/slurm/slurm_executor.ts";
import { cancelJobs } from "../src/pipeline/executors/slurm/cancel.ts";
import {
  createSubmission,
  isCancelled,
  scriptPath,
} from "../src/pipeline/executors/slurm/submissions/submission.ts";
import { Project } from "./pipeline_fixture.ts";

/** Takes no job at first, then one whose node fails, then one that it runs. */
const SBATCH = `#!/bin/sh
here=$(dirname "$0")
echo call >> "$here/calls"
for argument; do
  case "$argument" in --output=*) output=\${argument#--output=} ;; esac
done
case $(wc -l < "$here/calls") in
  1)
    echo "sbatch: error: AssocMaxSubmitJobLimit" >&2
    echo "sbatch: error: Batch job submission failed: Job violates accounting/QOS policy" >&2
    exit 1 ;;
  2)
    echo "7|NODE_FAIL|node1|None|$argument" >> "$here/queue"
    echo 7 ;;
  *)
    sh "$argument" > "$output" 2>&1
    echo "8|COMPLETED|node2|None|$argument" >> "$here/queue"
    echo 8 ;;
esac
`;

const SQUEUE = `#!/bin/sh
cat "$(dirname "$0")/queue" 2>/dev/null
exit 0
`;

const SCONTROL = `#!/bin/sh
echo "JobId=7 JobState=NODE_FAIL Reason=None ExitCode=0:0 NodeList=node1"
`;

/** Runs something with commands of its own in the place of Slurm's. */
async function withCommands(
  folder: string,
  commands: Readonly<Record<string, string>>,
  use: () => Promise<void>,
): Promise<void> {
  const bin = join(folder, "bin");
  Deno.mkdirSync(bin, { recursive: true });
  for (const [name, text] of Object.entries(commands)) {
    Deno.writeTextFileSync(join(bin, name), text, { mode: 0o755 });
  }
  const path = Deno.env.get("PATH")!;
  Deno.env.set("PATH", `${bin}${delimiter}${path}`);
  try {
    await use();
  } finally {
    Deno.env.set("PATH", path);
  }
}

Deno.test({
  name: "A full queue is waited for, and a job whose node failed is submitted again",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    const commands = { sbatch: SBATCH, squeue: SQUEUE, scontrol: SCONTROL };
    await withCommands(project.root, commands, async () => {
      const warnings: string[] = [];
      const executor = new SlurmExecutor({
        store: project.store,
        tick: 20,
        interval: 50,
        onWarning: (message) => warnings.push(message),
      });
      const run = await project.run("faulty", { executor, until: ["faulty"] });
      strictEqual(run.status, "done");
      deepStrictEqual(warnings, [
        "Slurm: AssocMaxSubmitJobLimit\n" +
        "Batch job submission failed: Job violates accounting/QOS policy; trying again every 1 s",
        "Slurm answers again",
      ]);
      const retries = run.events.flatMap((event) => event.type === "retry" ? [event.message] : []);
      strictEqual(retries.length, 1);
      match(retries[0]!, /^its node failed\njob 7: NODE_FAIL, exit code 0, on node1$/);
    });
  },
});

/** Notes what it is told to cancel, and takes it out of the queue. */
const SCANCEL = `#!/bin/sh
here=$(dirname "$0")
for id; do
  echo "$id" >> "$here/cancelled"
  sed -i "/^$id[_|]/d" "$here/queue"
done
`;

Deno.test({
  name: "cancelJobs() cancels what one run submitted, arrays by their own id, and nothing else",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = Deno.makeTempDirSync({ prefix: "cancel-" });
    try {
      const store = Store.open(join(folder, "store"));
      const submit = (pipeline: string, run: string) =>
        createSubmission(store, { pipeline, run, keys: ["aa", "bb"] }, ["true"]);
      const [ours, ours2, earlier, other] = [
        ...[submit("words", "r2"), submit("words", "r2")],
        ...[submit("words", "r1"), submit("twelve", "r2")],
      ];
      const lines = [
        `1|RUNNING|node1|None|${scriptPath(earlier!)}`,
        `2_0|RUNNING|node1|None|${scriptPath(ours!)}`,
        `2_1|PENDING||Resources|${scriptPath(ours!)}`,
        `3|COMPLETED|node1|None|${scriptPath(ours2!)}`,
        `4|RUNNING|node1|None|${scriptPath(other!)}`,
        "5|RUNNING|node1|None|/home/somebody/job.sh",
      ];
      const commands = { squeue: SQUEUE, scancel: SCANCEL };
      await withCommands(folder, commands, async () => {
        Deno.writeTextFileSync(join(folder, "bin", "queue"), `${lines.join("\n")}\n`);
        strictEqual(await cancelJobs(store, { pipeline: "words", run: "r2" }), 2);
        strictEqual(Deno.readTextFileSync(join(folder, "bin", "cancelled")), "2\n");
        ok(isCancelled(ours!) && !isCancelled(earlier!) && !isCancelled(other!));
        strictEqual(await cancelJobs(store, { pipeline: "words" }), 1);
        strictEqual(Deno.readTextFileSync(join(folder, "bin", "cancelled")), "2\n1\n");
      });
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
