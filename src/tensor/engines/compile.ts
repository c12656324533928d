import { createEagerProgram } from "./eager/eager_program.ts";
import type { EngineName } from "./engines.ts";
import { createProgram, type Program, type ProgramOptions } from "./ort/program.ts";
import { type ProgramSource, trace } from "../trace/trace.ts";

/** Options for {@linkcode compile}. */
export interface CompileOptions extends ProgramOptions {
  /** What runs the program. @default {"compiled"} */
  readonly engine?: EngineName;
}

/**
 * Makes a program ready to run on an engine. Its results are the same on all, up to rounding.
 *
 * @throws {Error} If the engine cannot be used here, or the program uses an operation that the tracer
 * does not know.
 */
export async function compile(
  source: ProgramSource,
  { engine = "compiled", ...options }: CompileOptions = {},
): Promise<Program> {
  const graph = await trace(source.compute, source.inputs, source.constants);
  return engine === "compiled"
    ? await createProgram(graph, options)
    : await createEagerProgram(source, graph, engine);
}
