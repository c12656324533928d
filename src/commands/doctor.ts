import { readOwnOptions } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand } from "../terminal/command.ts";
import { type EngineName, ENGINES, webgpuAdapter } from "../tensor/engines/engines.ts";
import { matrixPeak } from "../tensor/engines/matrix_peak.ts";
import { describeTensorflow } from "../tensor/engines/eager/tensorflow_package.ts";
import { UserError } from "../support/user_error.ts";

const HELP = `Tells which engines work on this machine, and how fast each multiplies matrices.

  deno task doctor [--threads N]

  --threads N  threads of the compiled engine (all cores)

A training or sampling task takes its engine as the parameter "engine"; docs/engines.md says more.`;

/** What is worth knowing of an engine that works. */
async function noteOn(engine: EngineName, threads: number): Promise<string> {
  if (engine === "compiled") return `ONNX Runtime on ${threads} threads; the default`;
  if (engine === "tensorflow") return describeTensorflow();
  if (engine !== "webgpu") return "";
  const info = (await webgpuAdapter())?.info;
  const name = info?.description || info?.vendor || "an adapter without a name";
  return info?.isFallbackAdapter ? `${name}: software, no GPU` : name;
}

async function examine(engine: EngineName, threads: number): Promise<string> {
  try {
    const peak = await matrixPeak({ engine, threads, rounds: 6, size: 2048 });
    const figure = `${peak.toFixed(peak < 10 ? 1 : 0)} GFLOP/s`.padStart(12);
    return `${engine.padEnd(12)}yes  ${figure}  ${await noteOn(engine, threads)}`.trimEnd();
  } catch (error) {
    const { message } = error as Error;
    const reason = message.replace(`Cannot use engine "${engine}": `, "");
    return `${engine.padEnd(12)}no   ${" ".repeat(12)}  ${reason}`;
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
  print("engine      works  float32 GEMM");
  for (const engine of ENGINES) print(await examine(engine, threads));
});
