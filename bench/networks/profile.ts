/**
 * Says where the time of a step goes, by operator and by part of the network, as ONNX Runtime's own
 * profiler has it.
 *
 * deno run -A bench/networks/profile.ts [--hidden N] [--length N] [--vocab N] [--objective NAME] [--steps N]
 *   [--threads N] [--keep FILE]
 *
 * --hidden, --length, --vocab and --objective (forward, mdm, proseco) keep to some of the cases of
 * bench/training_step.ts; --steps is how many are looked at (20); --keep copies the profile of the last
 * one, which trace viewers show.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CASE_OPTIONS, keptCases } from "../peers/cases.ts";
import { prepareOwnJob } from "../peers/own_job.ts";
import type { StepJob } from "../peers/peer.ts";
import { describeProcessor } from "../peers/processor.ts";

const WARMUP = 4;

/** An event of a profile, of which ONNX Runtime writes one for each operator of each run. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  /** Microseconds since the profile began. */
  readonly ts: number;
  /** Microseconds. */
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

/** Operators that multiply matrices. */
const PRODUCTS = /^(Fused)?(MatMul|Gemm)/;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** The part of the program that an operator is of, by its name in the file. */
function partOf(name: string): { readonly part: string; readonly isGradient: boolean } {
  const [, part = "(between parts)", gradient] = /^([a-z]+)(\/gradient)?\//.exec(name) ?? [];
  return { part, isGradient: gradient !== undefined };
}

/** Milliseconds by name, the longest first. */
function ranked(entries: Iterable<readonly [string, number]>): [string, number][] {
  const sums = new Map<string, number>();
  for (const [name, milliseconds] of entries) {
    sums.set(name, (sums.get(name) ?? 0) + milliseconds);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** Operators of the last runs; those within a Scan are part of its own time. */
function operatorsOf(events: readonly ProfileEvent[], steps: number) {
  const runs = events.filter(({ name }) => name === "model_run").slice(-steps);
  const start = runs[0]!.ts;
  return {
    milliseconds: runs.reduce((sum, { dur }) => sum + dur, 0) / 1000 / steps,
    operators: events.filter(({ cat, name, ts }) =>
      cat === "Node" && ts >= start && name.endsWith("_kernel_time") &&
      !/(^|\/)scan\d+\//.test(name)
    ).map(({ name, dur, args }) => ({
      ...{ name, op: args?.op_name ?? "unknown", milliseconds: dur / 1000 / steps },
    })),
  };
}

async function profile(
  job: Omit<StepJob, "warmup" | "steps">,
  steps: number,
  keep?: string,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const { run, release } = await prepareOwnJob(job, {
    ...{ threads: job.threads, profile: join(folder, "step") },
  });
  for (let step = 0; step < WARMUP + steps; step++) await run();
  await release();
  const [file] = [...Deno.readDirSync(folder)];
  const text = await Deno.readTextFile(join(folder, file!.name));
  if (keep !== undefined) await Deno.writeTextFile(keep, text);
  await Deno.remove(folder, { recursive: true });

  const { milliseconds, operators } = operatorsOf(JSON.parse(text), steps);
  const share = (part: number) => `${(100 * part / milliseconds).toFixed(1)}%`.padStart(6);
  const column = (part: number) => part.toFixed(1).padStart(7);
  const { batch, length, hidden, blocks, vocab, objective } = job;
  print(`\n${objective} [${batch}, ${length}] d ${hidden} × ${blocks}, ${vocab} tokens`);
  const within = operators.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const products = operators.filter(({ op }) => PRODUCTS.test(op))
    .reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  print(
    `${milliseconds.toFixed(1)} ms a run; matrix products ${
      share(products).trim()
    }, other operators ` +
      `${share(within - products).trim()}, between operators ${
        share(milliseconds - within).trim()
      }`,
  );
  print("\n| Part | Forward | Gradient | Together | Share | Of which products |");
  print("| --- | ---: | ---: | ---: | ---: | ---: |");
  const placed = operators.map((operator) => ({ ...operator, ...partOf(operator.name) }));
  const sum = (chosen: typeof placed) =>
    chosen.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  for (const [part, all] of ranked(placed.map((it) => [it.part, it.milliseconds] as const))) {
    const own = placed.filter((it) => it.part === part);
    const back = sum(own.filter(({ isGradient }) => isGradient));
    print(
      `| ${part.padEnd(15)} | ${column(all - back)} | ${column(back)} | ${column(all)} | ` +
        `${share(all)} | ${column(sum(own.filter(({ op }) => PRODUCTS.test(op))))} |`,
    );
  }
  print("\n| Operator | Milliseconds | Share | Times |");
  print("| --- | ---: | ---: | ---: |");
  const counts = Map.groupBy(operators, ({ op }) => op);
  for (const [op, all] of ranked(operators.map((it) => [it.op, it.milliseconds] as const))) {
    if (all < milliseconds / 200) continue;
    print(
      `| ${op.padEnd(24)} | ${column(all)} | ${share(all)} | ${counts.get(op)!.length / steps} |`,
    );
  }
}

const { values } = parseArgs({
  options: {
    ...CASE_OPTIONS,
    steps: { type: "string", default: "20" },
    threads: { type: "string", default: String(navigator.hardwareConcurrency) },
    keep: { type: "string" },
  },
});
print(`${await describeProcessor()}; Deno ${Deno.version.deno}`);
for (const sizes of keptCases(values)) {
  const job = { ...sizes, threads: Number(values.threads) };
  await profile(job, Number(values.steps), values.keep);
}
