/**
 * Times training steps and evaluations beside PyTorch's, eager and by `torch.compile`, of which the
 * faster one is the peer; with the peak memory of the processes and the share of the machine's
 * matrix-product peak that ours reaches. Each runs in a process of its own with none of the others
 * alive, one after the other and all over again.
 *
 * deno run -A bench/training_step.ts [--python PYTHON] [--hidden N] [--length N] [--vocab N]
 *   [--objective NAME] [--turns N] [--steps N] [--threads N]
 *
 * PYTHON has PyTorch (python3 if left out); --hidden, --length, --vocab and --objective (forward, mdm,
 * proseco) keep to some of the cases; --turns is how often each has its turn (2), --steps how many
 * steps are timed in one (10).
 */
import { parseArgs } from "node:util";
import { matrixPeak } from "../src/tensor/engines/matrix_peak.ts";
import { CASE_OPTIONS, keptCases } from "./peers/cases.ts";
import { type PeerTimes, runPeer, type StepJob } from "./peers/peer.ts";
import { describeProcessor } from "./peers/processor.ts";

const WARMUP = 4;

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

/** One of those that are timed. */
interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** A script of `peers`, and what it is told beside the job. */
  readonly script: readonly [path: string, ...args: string[]];
  readonly isOwn?: boolean;
}

const contenders = (python: string): readonly Contender[] => [
  {
    name: "proseco",
    command: [Deno.execPath(), "run", "-A"],
    script: ["own_step.ts"],
    isOwn: true,
  },
  { name: "eager", command: [python], script: ["training_step.py", "eager"] },
  { name: "torch.compile", command: [python], script: ["training_step.py", "compiled"] },
];

/** What a contender measured in all of its turns. */
interface Measured {
  readonly contender: Contender;
  readonly turns: PeerTimes[];
  fault?: string;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const timesOf = ({ turns }: Measured) => turns.flatMap(({ times }) => times);

async function compare(
  job: StepJob,
  { python, turns }: { readonly python: string; readonly turns: number },
): Promise<void> {
  const measured = contenders(python).map((contender): Measured => ({ contender, turns: [] }));
  const peaks: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    peaks.push(await matrixPeak({ threads: job.threads }));
    for (const one of measured) {
      if (one.fault !== undefined) continue;
      const { command, script } = one.contender;
      // Its workers that compile would stay alive beside the steps.
      const env = { TORCHINDUCTOR_COMPILE_THREADS: "1" };
      const found = await runPeer(command, script, job, env);
      if (typeof found === "string") one.fault = found;
      else one.turns.push(found);
    }
  }
  const { batch, length, hidden, blocks, vocab, objective } = job, peak = Math.max(...peaks);
  print(
    `\n${objective} [${batch}, ${length}] d ${hidden} × ${blocks}, ${vocab} tokens ` +
      `(matrix products at ${peaks.map((it) => it.toFixed(0)).join(" and ")} GFLOP/s)`,
  );
  for (const one of measured) {
    const { contender: { name, isOwn }, fault } = one;
    if (fault !== undefined) {
      print(`  ${name.padEnd(14)} not measured: ${fault}`);
      continue;
    }
    const times = timesOf(one), time = median(times);
    const memory = Math.max(...one.turns.map(({ memory }) => memory));
    const share = `, ${(operations(job) / time / 1e4 / peak).toFixed(0)}% of the peak`;
    const spread = `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`;
    print(
      `  ${name.padEnd(14)} ${time.toFixed(0).padStart(6)} ms (${spread}), ${
        memory.toFixed(0)
      } MB` +
        `${isOwn ? share : ""}, ${one.turns[0]!.version}`,
    );
  }
  const ranked = measured.filter(({ turns }) => turns.length > 0)
    .map((one) => ({ ...one.contender, time: median(timesOf(one)) }))
    .sort((a, b) => a.time - b.time);
  const own = ranked.find(({ isOwn }) => isOwn), peer = ranked.find(({ isOwn }) => !isOwn);
  if (own === undefined || peer === undefined) return;
  print(`  ${(peer.time / own.time).toFixed(2)} times as fast as ${peer.name}`);
}

const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    ...CASE_OPTIONS,
    turns: { type: "string", default: "2" },
    steps: { type: "string", default: "10" },
    threads: { type: "string", default: String(navigator.hardwareConcurrency) },
  },
});
print(`${await describeProcessor()}; Deno ${Deno.version.deno}`);
print("medians, with the quickest and the slowest step");
for (const sizes of keptCases(values)) {
  const job = {
    ...{ ...sizes, threads: Number(values.threads) },
    ...{ warmup: WARMUP, steps: Number(values.steps) },
  };
  await compare(job, { python: values.python, turns: Number(values.turns) });
}
