import { cpu } from "./eager/cpu_engine.ts";
import { tensorflow } from "./eager/tensorflow_engine.ts";
import { wasm } from "./eager/wasm_engine.ts";
import { webgpu } from "./eager/webgpu_engine.ts";
import type { Engine, ProgramOptions } from "./engine.ts";
import { compiled, cuda, gpu } from "./ort/onnx_engine.ts";

/**
 * The engines that can run a program, the default first.
 *
 * A process that tries several must load `tensorflow` before `webgpu`: Mesa's software adapter and
 * libtensorflow both contain LLVM, and libtensorflow crashes when it finds the other's.
 */
const ALL = [
  compiled,
  gpu,
  cuda,
  tensorflow,
  webgpu,
  wasm,
  cpu,
] as const satisfies readonly (Engine & { readonly name: EngineName })[];

/** Name of an engine. */
export type EngineName = "compiled" | "gpu" | "cuda" | "tensorflow" | "webgpu" | "wasm" | "cpu";

/** The engines that can run a program, in the order in which a process may try them. */
export const ENGINES: readonly Engine[] = ALL;

/** Names of all engines. */
export const ENGINE_NAMES: readonly EngineName[] = ALL.map(({ name }) => name);

/** Name of the engine that runs programs where none is chosen. */
export const DEFAULT_ENGINE: EngineName = ALL[0].name;

/**
 * The engine of a name.
 *
 * @throws {RangeError} If there is none.
 */
export function engineOf(name: string = DEFAULT_ENGINE): Engine {
  const engine = ENGINES.find((engine) => engine.name === name);
  if (engine === undefined) {
    throw new RangeError(`Cannot use engine "${name}": choose from ${ENGINE_NAMES.join(", ")}`);
  }
  return engine;
}

/**
 * Says in a line what computes, and by which way it is reached, for logs.
 *
 * @throws {EngineUnavailable} If the engine cannot be used here.
 */
export async function describeEngine(
  name: EngineName | undefined,
  options?: ProgramOptions,
): Promise<string> {
  const engine = engineOf(name), note = await engine.describe(options);
  return `engine ${engine.name}${note === "" ? "" : `: ${note}`}`;
}
