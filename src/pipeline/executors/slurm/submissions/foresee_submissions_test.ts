import { deepStrictEqual, match } from "node:assert/strict";
import { namesIn } from "../../../../support/files.ts";
import { Store } from "../../../store/store.ts";
import type { ForeseenJob } from "../../executor_module.ts";
import { foreseeSubmissions } from "./foresee_submissions.ts";

function job(instance: string, wave: number, more: Partial<ForeseenJob> = {}): ForeseenJob {
  return { instance, wave, resources: {}, executors: {}, ...more };
}

Deno.test("What is ready together and needs the same is foreseen as one array; nothing is written", async () => {
  const path = Deno.makeTempDirSync({ prefix: "foresee-" });
  try {
    const store = Store.open(path);
    const before = namesIn(path);
    const { submissions, script } = await foreseeSubmissions([
      job("data", 0, { resources: { cpus: "all" }, timeout: 90 }),
      job("report", 2),
      job("a", 1, { executors: { slurm: { partition: "gpu" } }, resources: { gpus: 1 } }),
      job("b", 1),
      job("c", 1),
    ], { store, pipeline: "mine", options: { partition: "cpu", account: "lab" }, jobs: 7 });
    deepStrictEqual(
      submissions.map(({ wave, command, instances }) => [wave, command.join(" "), ...instances]),
      [
        [
          0,
          "sbatch --job-name=KEY --exclusive --mem=0 --time=2 --partition=cpu --account=lab",
          "data",
        ],
        [
          1,
          "sbatch --job-name=KEY --cpus-per-task=1 --gres=gpu:1 --partition=gpu --account=lab",
          "a",
        ],
        [
          1,
          "sbatch --job-name=mine --cpus-per-task=1 --partition=cpu --account=lab --array=0-1%7",
          ...["b", "c"],
        ],
        [2, "sbatch --job-name=KEY --cpus-per-task=1 --partition=cpu --account=lab", "report"],
      ],
    );
    match(script, /^#!\/bin\/sh\n[^]*exec .* '--store' /);
    deepStrictEqual(namesIn(path), before);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
});
