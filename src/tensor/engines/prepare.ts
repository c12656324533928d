import type { FreeSource, ProgramSource } from "../trace/program_source.ts";
import type { Program, ProgramOptions } from "./engine.ts";
import { type EngineName, engineOf } from "./engines.ts";

/** What runs a program, and how. */
export interface EngineOptions extends ProgramOptions {
  /** What runs the program. @default {DEFAULT_ENGINE} */
  readonly engine?: EngineName;
}

/**
 * Makes a program ready to run on an engine. Its results are the same on all, up to rounding.
 *
 * @throws {Error} If the engine cannot be used here, or the program uses an operation that the tracer
 * does not know.
 */
export async function prepare<Fed extends string, Held extends string = never>(
  source: ProgramSource<Fed, Held> | FreeSource<Fed, Held>,
  { engine, ...options }: EngineOptions = {},
): Promise<Program> {
  return await engineOf(engine).prepare(source as ProgramSource | FreeSource, options);
}
