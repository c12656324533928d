import { PythonProcess } from "./python_process.ts";
import { ProcessPool } from "./process_pool.ts";
import { openSnapshot } from "./python_snapshot.ts";
import { WASM_PAGE_BYTES } from "./interpreter/lockdown/wasm_memory.ts";
import type { ProgramResult, PythonProgram } from "./interpreter/verdict.ts";

/** Options of {@linkcode startPythonSandbox}. */
export interface PythonSandboxOptions {
  /**
   * `fresh` gives every program a process of its own, for scores that are reported. `shared` lets many
   * run in one interpreter, which is faster, but one may leave something behind that lets the next one
   * pass; what does not pass there after a program of which this cannot be ruled out runs again on its
   * own, so no program fails because of another.
   * @default {"fresh"}
   */
  readonly isolation?: "fresh" | "shared";
  /** Programs that run at the same time. @default {1} */
  readonly workers?: number;
  /** Milliseconds that a program may take. @default {10_000} */
  readonly timeout?: number;
  /**
   * Mebibytes of memory for a program, Python included, which needs 30. What it makes JavaScript hold
   * comes on top: up to 128 MiB of objects and 64 MiB of files.
   * @default {512}
   */
  readonly memory?: number;
  /** Bytes of output that are kept. @default {65_536} */
  readonly outputBytes?: number;
  /** Where the interpreter's start is kept for later runs. @default the user's cache folder */
  readonly cacheFolder?: string;
}

/** Runs Python programs that nobody trusts. */
export interface PythonSandbox extends AsyncDisposable {
  /** Runs a program to its verdict; waits while as many programs run as there are workers. */
  run(program: PythonProgram): Promise<ProgramResult>;
}

/** Bytes that a program may write to files. */
const FILE_BYTES = 64 * 2 ** 20;

function checkRange(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(
      `Cannot start the Python sandbox: ${name} must be an integer from ${min} to ${max}: got ${value}`,
    );
  }
}

/**
 * Starts a sandbox for Python programs. They run in Pyodide, CPython compiled to WebAssembly, inside a
 * process that has no permissions: no files, no network, no subprocesses, no environment. It is killed
 * when a program's time is up, and when this process ends. A spare process stands ready for each worker.
 *
 * @throws {RangeError} If an option is out of range.
 * @throws {Error} If the interpreter does not start.
 *
 * @example
 * ```ts ignore
 * await using sandbox = await startPythonSandbox({ workers: 2 });
 * const { verdict } = await sandbox.run({ source: "x = 1", tests: "assert x == 2" }); // "failed"
 * ```
 */
export async function startPythonSandbox(
  options: PythonSandboxOptions = {},
): Promise<PythonSandbox> {
  const {
    isolation = "fresh",
    workers = 1,
    timeout = 10_000,
    memory = 512,
    outputBytes = 65_536,
  } = options;
  checkRange("workers", workers, 1, 1024);
  checkRange("timeout", timeout, 1, 2 ** 31 - 1);
  checkRange("memory", memory, 32, 4096);
  checkRange("outputBytes", outputBytes, 0, 65_536);
  const settings = {
    memoryPages: memory * 2 ** 20 / WASM_PAGE_BYTES,
    outputBytes,
    fileBytes: FILE_BYTES,
  };
  const snapshot = await openSnapshot(settings, options.cacheFolder);
  const pool = new ProcessPool(
    () => new PythonProcess({ ...settings, snapshotPath: snapshot.path }),
    { isolation, workers, timeout },
  );
  return {
    run: (program) => pool.run(program),
    async [Symbol.asyncDispose]() {
      await pool[Symbol.asyncDispose]();
      await snapshot[Symbol.asyncDispose]();
    },
  };
}
