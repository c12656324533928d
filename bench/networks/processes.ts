/**
 * Steps a second of a training in 1, 2, 4 … processes that share the cores of this machine, and the share
 * of a step that they wait for each other and sum.
 *
 * deno run -A bench/networks/processes.ts [--hidden N] [--blocks N] [--batch N] [--steps N] [--most N] [--threads N]
 *
 * --threads: of each process (cores divided by processes). To go over machines, name what starts
 * processes there in PROSECO_MPIRUN.
 */
import { parseArgs } from "node:util";
import { mpiLibrary } from "../../src/parallel/mpi_library.ts";
import { runProcesses } from "../../src/parallel/run_processes.ts";
import type { ProcessStepJob, ProcessStepTimes } from "../peers/process_step.ts";

const { values } = parseArgs({
  options: {
    hidden: { type: "string", default: "128" },
    blocks: { type: "string", default: "4" },
    batch: { type: "string", default: "128" },
    steps: { type: "string", default: "20" },
    most: { type: "string", default: "4" },
    threads: { type: "string" },
  },
});
const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

const batch = Number(values.batch), hidden = Number(values.hidden), blocks = Number(values.blocks);
print(`${mpiLibrary().version}; MDM, [${batch}, 32] d ${hidden} × ${blocks}`);
let alone: number | undefined;
for (let count = 1; count <= Number(values.most); count *= 2) {
  const threads = Number(
    values.threads ?? Math.max(1, Math.floor(navigator.hardwareConcurrency / count)),
  );
  const order: ProcessStepJob = { batch, hidden, blocks, threads, steps: Number(values.steps) };
  await runProcesses({
    ...{ purpose: "Cannot measure", count, order, signal: new AbortController().signal },
    module: new URL("../peers/process_step.ts", import.meta.url),
    permissions: ["-A", "--no-check"],
    onTold({ content }) {
      const { step, waiting, summing, megabytes } = content as ProcessStepTimes;
      alone ??= step;
      const share = (ms: number) => `${(100 * ms / step).toFixed(1)}%`;
      print(
        `${count} processes of ${threads} threads: ${(1000 / step).toFixed(2)} steps/s ` +
          `(${(alone / step).toFixed(2)} times), ${
            share(waiting)
          } of a step waiting for the slowest, ` +
          `${share(summing)} summing ${megabytes.toFixed(1)} MB`,
      );
    },
  });
}
