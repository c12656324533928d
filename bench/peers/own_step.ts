/**
 * Times the engine's step as `training_step.py` times PyTorch's, in a process of its own that
 * bench/training_step.ts starts.
 */
import { onnxLibrary } from "../../src/tensor/engines/ort/onnx_library.ts";
import { prepareOwnJob } from "./own_job.ts";
import type { PeerTimes, StepJob } from "./peer.ts";

const job = JSON.parse(Deno.args[0]!) as StepJob;
const { run, release } = await prepareOwnJob(job, { threads: job.threads });
const times: number[] = [];
for (let round = -job.warmup; round < job.steps; round++) {
  const start = performance.now();
  await run();
  if (round >= 0) times.push(performance.now() - start);
}
await release();
const status = await Deno.readTextFile("/proc/self/status");
const measured: PeerTimes = {
  version: `ONNX Runtime ${onnxLibrary().library!.version}`,
  times,
  memory: Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024,
};
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(measured) + "\n"));
