import { readLines } from "../../src/support/read_lines.ts";

/** What a peer is to time. */
export interface StepJob {
  /** Sequences of a batch. */
  readonly batch: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of tokens, the mask last. */
  readonly vocab: number;
  /** Width of the network. */
  readonly hidden: number;
  /** Blocks of the network. */
  readonly blocks: number;
  /** Attention heads of a block. */
  readonly heads: number;
  /** A whole training step of one or both losses, or an evaluation of the network. */
  readonly objective: "mdm" | "proseco" | "forward";
  /** Threads of an operator. */
  readonly threads: number;
}

/** A program that times a step each time it is asked to. */
export class Peer {
  #process: Deno.ChildProcess;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #lines: AsyncGenerator<string>;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#writer = process.stdin.getWriter();
    this.#lines = readLines(process.stdout);
  }

  /** Starts a script of this folder with its job; `undefined` where it cannot run here. */
  static async start(command: readonly string[], job: StepJob): Promise<Peer | undefined> {
    const [program, ...args] = command;
    const script = new URL(`./${args.pop()}`, import.meta.url).pathname;
    try {
      const process = new Deno.Command(program!, {
        args: [...args, script],
        stdin: "piped",
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      const peer = new Peer(process);
      await peer.#send(JSON.stringify(job));
      return await peer.time() === undefined ? undefined : peer;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  #send(line: string): Promise<void> {
    return this.#writer.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Milliseconds of one step; `undefined` if the program has ended. */
  async time(): Promise<number | undefined> {
    try {
      await this.#send("step");
    } catch {
      return undefined;
    }
    const { value } = await this.#lines.next();
    return value === undefined ? undefined : Number(value);
  }

  /** The most memory that the program has held at once, in MB. */
  async peakMemory(): Promise<number> {
    const status = await Deno.readTextFile(`/proc/${this.#process.pid}/status`);
    return Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024;
  }

  /** Ends the program. */
  async stop(): Promise<void> {
    await this.#writer.close();
    await this.#process.status;
  }
}
