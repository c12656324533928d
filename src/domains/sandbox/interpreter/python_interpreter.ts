import type { ProgramResult, PythonProgram } from "./verdict.ts";
import { boot, type InterpreterParts } from "./python_boot.ts";
import { installAuditHook } from "./lockdown/audit_hook.ts";
import { limitFileWrites } from "./lockdown/file_limit.ts";
import { forbidBuiltinModules, FORBIDDEN_MODULES } from "./lockdown/forbidden_modules.ts";
import { hideFrames } from "./lockdown/hidden_frames.ts";
import { guardTypeDictionaries } from "./lockdown/type_dictionaries.ts";
import { WASM_PAGE_BYTES } from "./lockdown/wasm_memory.ts";
import { OutputBuffer } from "./output_buffer.ts";
import { ProgramRunner } from "./program_runner.ts";
import { PYTHON_LOCKDOWN, PYTHON_PRELUDE } from "./python_prelude.ts";

/** Share of the memory beyond which a broken interpreter is put down to its exhaustion. */
const NEARLY_ALL = 0.9;

/** Characters of a fault's message that are kept. */
const DETAIL_LENGTH = 300;

/** Options of {@linkcode startInterpreter}. */
export interface InterpreterOptions {
  /** What {@linkcode makeSnapshot} returned. */
  readonly snapshot: Uint8Array<ArrayBuffer>;
  /** Most memory that Python may have, in pages of 64 KiB. */
  readonly memoryPages: number;
  /** Bytes of output that are kept. */
  readonly outputBytes: number;
  /** Bytes that may be written to files, which live in memory. */
  readonly fileBytes: number;
}

/**
 * Runs a program.
 *
 * @param secret A name that the program cannot guess.
 * @returns `broken` tells that the interpreter can run no other program.
 */
export type RunProgram = (
  program: PythonProgram,
  secret: string,
) => ProgramResult & { broken: boolean };

/** The memory of an interpreter that has just started and has loaded the usual modules. */
export async function makeSnapshot(parts: InterpreterParts): Promise<Uint8Array> {
  const { pyodide, module, api } = await boot(parts);
  forbidBuiltinModules(api.python.memory, module._PyImport_Inittab, FORBIDDEN_MODULES);
  pyodide.runPython(PYTHON_PRELUDE, { globals: pyodide.toPy({}) });
  return (pyodide as unknown as { makeMemorySnapshot(): Uint8Array }).makeMemorySnapshot();
}

/**
 * Starts an interpreter from a snapshot and takes out of its reach whatever a verdict could be forged
 * with.
 */
export async function startInterpreter(
  parts: InterpreterParts,
  { snapshot, memoryPages, outputBytes, fileBytes }: InterpreterOptions,
): Promise<RunProgram> {
  const { pyodide, module, api, seal } = await boot(parts, snapshot);
  const { memory } = api.python;
  const memoryBytes = memoryPages * WASM_PAGE_BYTES;
  const output = new OutputBuffer(outputBytes);
  const write = (bytes: Uint8Array) => output.write(bytes);
  pyodide.setStdin({ stdin: () => null });
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });

  const runner = new ProgramRunner(api, module);
  runner.runTrusted(PYTHON_LOCKDOWN);
  limitFileWrites(module.FS, fileBytes);
  forbidBuiltinModules(memory, module._PyImport_Inittab, new Set(["_pyodide_core"]));
  const isOfTests = (code: number) => runner.isOfTests(code);
  installAuditHook({ api, module, isOfTests });
  hideFrames({ api, module, isOfTests });
  guardTypeDictionaries(api, module);
  seal();

  const streams = module.FS.streams.slice(0, 3);
  return (program, secret) => {
    output.clear();
    try {
      const decision = runner.run(program, secret);
      const broken = streams.some((stream, i) => stream !== module.FS.streams[i]);
      return { ...decision, ...output.contents(), broken };
    } catch (error) {
      // Not an exception of Python's: a WebAssembly trap, an exhausted stack or an `exit`.
      const { name, message } = error as Error;
      const outOfMemory = memory.buffer.byteLength > NEARLY_ALL * memoryBytes;
      return {
        verdict: outOfMemory ? "memory" : "crashed",
        detail: `${name}: ${message}`.slice(0, DETAIL_LENGTH),
        ...output.contents(),
        broken: true,
      };
    }
  };
}
