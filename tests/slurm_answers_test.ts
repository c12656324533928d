import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { delimiter, join } from "node:path";
import { SlurmExecutor } from "../src/pipeline/mod.ts";
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

Deno.test({
  name: "A full queue is waited for, and a job whose node failed is submitted again",
  ignore: Deno.build.os === "windows",
  async fn() {
    using project = new Project();
    const bin = join(project.root, "bin");
    Deno.mkdirSync(bin);
    for (const [name, text] of Object.entries({ SBATCH, SQUEUE, SCONTROL })) {
      Deno.writeTextFileSync(join(bin, name.toLowerCase()), text, { mode: 0o755 });
    }
    const path = Deno.env.get("PATH")!;
    Deno.env.set("PATH", `${bin}${delimiter}${path}`);
    try {
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
      match(retries[0], /^its node failed\njob 7: NODE_FAIL, exit code 0, on node1$/);
    } finally {
      Deno.env.set("PATH", path);
    }
  },
});
