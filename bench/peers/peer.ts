import { TextLineStream } from "../../src/chem/text_line_stream.ts";

/** A Python program that times a step each time it is asked to. */
export class Peer {
  #process: Deno.ChildProcess;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #lines: ReadableStreamDefaultReader<string>;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#writer = process.stdin.getWriter();
    this.#lines = process.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
  }

  /** Starts a script of this folder with its job; `undefined` where Python or PyTorch is absent. */
  static async start(
    script: string,
    job: Readonly<Record<string, unknown>>,
    python = "python3",
  ): Promise<Peer | undefined> {
    const path = new URL(`./${script}`, import.meta.url).pathname;
    try {
      const process = new Deno.Command(python, {
        args: ["-u", path],
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
    const { value } = await this.#lines.read();
    return value === undefined ? undefined : Number(value);
  }

  /** Ends the program. */
  async stop(): Promise<void> {
    await this.#writer.close();
    await this.#process.status;
  }
}
