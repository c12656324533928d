/**
 * Times training steps and evaluations beside PyTorch's, in turns, with the peak memory of both
 * processes and the share of the machine's matrix-product peak that ours reaches.
 *
 * deno run -A bench/training_step.ts [--python PYTHON] [--hidden N] [--vocab N] [--rounds N]
 *
 * PYTHON has PyTorch (python3 if left out); --hidden and --vocab keep to the cases of one width or
 * number of tokens.
 */
import { parseArgs } from "node:util";
import { matrixPeak } from "../src/tensor/engines/matrix_peak.ts";
import { Peer, type StepJob } from "./peers/peer.ts";

const THREADS = navigator.hardwareConcurrency, WARMUP = 4;

const CASES = [
  { batch: 128, length: 24, vocab: 34, hidden: 128, blocks: 4, heads: 4 },
  { batch: 128, length: 32, vocab: 34, hidden: 128, blocks: 4, heads: 4 },
  { batch: 64, length: 32, vocab: 34, hidden: 256, blocks: 6, heads: 8 },
  { batch: 32, length: 32, vocab: 34, hidden: 768, blocks: 12, heads: 12 },
  { batch: 16, length: 64, vocab: 50_261, hidden: 128, blocks: 4, heads: 4 },
] as const;

const OWN = [Deno.execPath(), "run", "-A", "own_step.ts"];

/** Floating-point operations of the matrix products: two a pass for each weight and position. */
function operations({ batch, length, vocab, hidden, blocks, objective }: StepJob): number {
  const factor = { forward: 2, mdm: 6, proseco: 12 }[objective];
  const weights = blocks * 12 * hidden ** 2 + vocab * hidden;
  const attention = blocks * 2 * length * hidden;
  return factor * batch * length * (weights + attention);
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function compare(job: StepJob, python: string, rounds: number, peak: number): Promise<void> {
  const own = (await Peer.start(OWN, job))!;
  const other = await Peer.start([python, "-u", "training_step.py"], job);
  const ours: number[] = [], theirs: number[] = [];
  for (let round = -WARMUP; round < rounds; round++) {
    const ownTime = (await own.time())!, otherTime = await other?.time();
    if (round < 0) continue;
    ours.push(ownTime);
    if (otherTime !== undefined) theirs.push(otherTime);
  }
  const time = median(ours), memory = await own.peakMemory();
  const share = operations(job) / time / 1e6 / peak;
  const sizes =
    `[${job.batch}, ${job.length}] d ${job.hidden} × ${job.blocks}, ${job.vocab} tokens`;
  const figures = `${time.toFixed(0)} ms, ${(100 * share).toFixed(0)}% of the peak, ` +
    `${memory.toFixed(0)} MB`;
  const beside = other === undefined
    ? "PyTorch is absent"
    : `PyTorch ${median(theirs).toFixed(0)} ms (${(median(theirs) / time).toFixed(2)} times), ` +
      `${(await other.peakMemory()).toFixed(0)} MB`;
  print(`${job.objective} ${sizes}: ${figures}; ${beside}`);
  await own.stop();
  await other?.stop();
}

const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    hidden: { type: "string" },
    vocab: { type: "string" },
    rounds: { type: "string", default: "9" },
  },
});
const peak = await matrixPeak({ threads: THREADS });
print(`matrix products peak at ${peak.toFixed(0)} GFLOP/s on ${THREADS} threads`);
for (const sizes of CASES) {
  const isOther = (name: "hidden" | "vocab") =>
    values[name] !== undefined && sizes[name] !== Number(values[name]);
  if (isOther("hidden") || isOther("vocab")) continue;
  for (const objective of ["forward", "mdm", "proseco"] as const) {
    const job = { ...sizes, objective, threads: THREADS };
    await compare(job, values.python, Number(values.rounds), peak);
  }
}
