import type { PythonProcess } from "./python_process.ts";
import { Semaphore } from "../../support/semaphore.ts";
import { leavesNothing } from "./leaves_nothing.ts";
import type { ProgramResult, PythonProgram, Verdict } from "./interpreter/verdict.ts";

/** Options of {@linkcode ProcessPool}. */
export interface ProcessPoolOptions {
  /** Whether programs share a process, or each has a fresh one. */
  readonly isolation: "fresh" | "shared";
  /** Programs that run at the same time. */
  readonly workers: number;
  /** Milliseconds that a program may take. */
  readonly timeout: number;
}

/** What the pool needs of a sandboxed process. */
export type PooledProcess = Pick<PythonProcess, "alive" | "runs" | "run" | "kill">;

/** Verdicts that hang on a program alone, unless an earlier one has left something behind. */
const OWN_FAULTS: ReadonlySet<Verdict> = new Set(["failed", "error", "syntax"]);

/** Runs programs in sandboxed processes, of which some stand ready. */
export class ProcessPool implements AsyncDisposable {
  readonly #start: () => PooledProcess;
  readonly #options: ProcessPoolOptions;
  /** Every process that was not seen to end. */
  readonly #processes = new Set<PooledProcess>();
  readonly #idle: PooledProcess[] = [];
  /** Those in which a program may have left something behind. */
  readonly #suspects = new WeakSet<PooledProcess>();
  readonly #places: Semaphore;
  #closed = false;

  /** @param start Starts a process. */
  constructor(start: () => PooledProcess, options: ProcessPoolOptions) {
    this.#start = start;
    this.#options = options;
    this.#places = new Semaphore(options.workers);
  }

  /** Takes a process and has a spare one start in its place. */
  #take(): PooledProcess {
    const process = this.#idle.shift() ?? this.#startOne();
    while (this.#idle.length < this.#options.workers) this.#idle.push(this.#startOne());
    return process;
  }

  #startOne(): PooledProcess {
    const process = this.#start();
    this.#processes.add(process);
    return process;
  }

  async #end(process: PooledProcess): Promise<void> {
    await process.kill();
    this.#processes.delete(process);
  }

  async #runIn(process: PooledProcess, program: PythonProgram): Promise<ProgramResult> {
    if (!leavesNothing(`${program.source}\n${program.tests ?? ""}`)) this.#suspects.add(process);
    try {
      return await process.run(program, this.#options.timeout);
    } finally {
      if (this.#options.isolation === "shared" && process.alive) this.#idle.unshift(process);
      else await this.#end(process);
    }
  }

  async #runOne(program: PythonProgram): Promise<ProgramResult> {
    const process = this.#take();
    const isFirst = process.runs === 0, isSuspect = this.#suspects.has(process);
    const result = await this.#runIn(process, program);
    if (result.verdict === "passed" || isFirst || this.#closed) return result;
    if (!isSuspect && OWN_FAULTS.has(result.verdict)) return result;
    // An earlier program may be to blame, so the process is not used again.
    const index = this.#idle.indexOf(process);
    if (index >= 0) this.#idle.splice(index, 1);
    await this.#end(process);
    return await this.#runIn(this.#takeUnused(), program);
  }

  /** Takes a process in which nothing has run. */
  #takeUnused(): PooledProcess {
    const index = this.#idle.findIndex((process) => process.runs === 0);
    const [unused] = index < 0 ? [] : this.#idle.splice(index, 1);
    return unused ?? this.#startOne();
  }

  /** Runs a program to its verdict; waits while as many programs run as there are workers. */
  async run(program: PythonProgram): Promise<ProgramResult> {
    this.#checkOpen();
    return await this.#places.run(() => {
      this.#checkOpen();
      return this.#runOne(program);
    });
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error("Cannot run a program: the Python sandbox is closed");
  }

  /** Ends every process and rejects the programs that still wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#processes].map((process) => this.#end(process)));
  }
}
