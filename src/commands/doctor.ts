import { readOwnOptions } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand } from "../terminal/command.ts";
import { EngineUnavailable } from "../tensor/engines/engine.ts";
import {
  DEFAULT_ENGINE,
  ENGINE_NAMES,
  type EngineName,
  engineOf,
} from "../tensor/engines/engines.ts";
import { matrixPeak } from "../tensor/engines/matrix_peak.ts";
import { table } from "../terminal/format.ts";
import { machineChecks } from "./doctor/machine_checks.ts";
import { UserError } from "../support/user_error.ts";

const HELP =
  `Tells which engines work on this machine, and how fast each multiplies matrices; where data and the
store are, how much room there is, and whether there are a cluster, MPI and accelerators.

  deno task doctor [--threads N]

  --threads N  threads of engines that can be told (all cores)

A training or sampling task takes its engine as the parameter "engine"; docs/engines.md says more.`;

async function examine(engine: EngineName, threads: number): Promise<string> {
  const name = engine.padEnd(12);
  try {
    const peak = await matrixPeak({ engine, threads, rounds: 6, size: 2048 });
    const figure = `${peak.toFixed(peak < 10 ? 1 : 0)} GFLOP/s`.padStart(12);
    const note = await engineOf(engine).describe({ threads });
    const isDefault = engine === DEFAULT_ENGINE ? "; the default" : "";
    return `${name}yes  ${figure}  ${note}${isDefault}`.trimEnd();
  } catch (error) {
    const reason = error instanceof EngineUnavailable ? error.reason : (error as Error).message;
    return `${name}no   ${" ".repeat(12)}  ${reason}`;
  }
}

await runCommand(async () => {
  const values = readOwnOptions({ threads: { type: "string" } });
  if (values.help) return print(HELP);
  const threads = Number(values.threads ?? navigator.hardwareConcurrency);
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new UserError(`--threads must be a positive integer: got "${values.threads}"`);
  }
  const { os, arch } = Deno.build;
  print(`Deno ${Deno.version.deno}, ${os} ${arch}, ${navigator.hardwareConcurrency} cores\n`);
  print(`${table(await machineChecks())}\n`);
  print("engine      works  float32 GEMM");
  for (const engine of ENGINE_NAMES) print(await examine(engine, threads));
});
