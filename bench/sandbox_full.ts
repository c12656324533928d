/**
 * Runs every reference solution of MBPP, sanitized MBPP and HumanEval and tells how many pass and how
 * fast: once in shared interpreters, once in a fresh process each, and if asked for in the system's
 * Python in bubblewrap.
 *
 * Usage: `PROSECO_DATA=<folder> deno run -A bench/sandbox_full.ts [workers] [shared,fresh,bubblewrap]
 * [set,…]`
 */
import { cpus, loadavg } from "node:os";
import { locateProjectDataset, readText } from "../src/domains/datasets/mod.ts";
import {
  type ProgramResult,
  type PythonProgram,
  startBubblewrapSandbox,
  startPythonSandbox,
} from "../src/domains/sandbox/mod.ts";
import { humanEvalSolution } from "../src/domains/code/code_completion.ts";
import {
  parseHumanEval,
  parseMbpp,
  parseSanitizedMbpp,
} from "../src/domains/code/code_problems.ts";

const workers = Number(Deno.args[0] ?? 2);
const isolations = (Deno.args[1] ?? "shared,fresh").split(",");
const chosen = (Deno.args[2] ?? "mbpp,mbpp-sanitized,humaneval").split(",");

/** Longest wait for a program; MBPP/123 computes for many seconds. */
const TIMEOUT = 120_000;

const READERS = {
  "mbpp": parseMbpp,
  "mbpp-sanitized": parseSanitizedMbpp,
  "humaneval": parseHumanEval,
};

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

async function readPrograms(name: keyof typeof READERS): Promise<Map<string, PythonProgram>> {
  const { location } = await locateProjectDataset(new URL(`../data/${name}.json`, import.meta.url));
  if (location.kind === "none") throw new Error(`Cannot find ${name}: ${location.reason}`);
  const problems = READERS[name](await readText(location.path));
  return new Map(problems.map((problem) => {
    const source = name === "humaneval"
      ? humanEvalSolution(problem, problem.reference)
      : problem.reference;
    return [problem.id, { source, tests: problem.tests }];
  }));
}

print(`${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)} before the start`);
for (const isolation of isolations as ("shared" | "fresh" | "bubblewrap")[]) {
  for (const name of chosen as (keyof typeof READERS)[]) {
    const programs = await readPrograms(name);
    const options = { workers, timeout: TIMEOUT };
    await using sandbox = isolation === "bubblewrap"
      ? startBubblewrapSandbox(options)
      : await startPythonSandbox({ isolation, ...options });
    await sandbox.run({ source: "" });
    const seconds: number[] = [];
    const started = performance.now();
    const results = await Promise.all([...programs].map(
      async ([id, program]): Promise<[string, ProgramResult]> => {
        const result = await sandbox.run(program);
        seconds.push((performance.now() - started) / 1000);
        return [id, result];
      },
    ));
    const last = seconds.at(-1)!;
    const most = seconds[Math.floor(0.95 * seconds.length)];
    const passed = results.filter(([, { verdict }]) => verdict === "passed").length;
    print(
      `${isolation} ${name}: ${passed} of ${results.length} passed; ` +
        `${(results.length / last).toFixed(1)} programs/s in all, ` +
        `${(0.95 * results.length / most!).toFixed(1)} over the first 95 %; ` +
        `load ${loadavg()[0]!.toFixed(1)}`,
    );
    for (const [id, { verdict, detail }] of results) {
      if (verdict !== "passed") print(`  ${id}: ${verdict}: ${detail}`);
    }
  }
}
