import { LineSplitter } from "../../../support/line_splitter.ts";
import type { LogFile } from "../log_file.ts";
import { LONGEST_MESSAGE, MARK, type Message, parseOutput } from "../../worker/protocol.ts";

const CHUNK = 1 << 16;
const TAIL_LINES = 8;

/** Follows the file that a job writes its output to: messages among lines of other text. */
export class JobOutput {
  readonly #path: string;
  readonly #log: LogFile;
  readonly #splitter: LineSplitter;
  #read = 0;
  #tail: string[] = [];

  /**
   * @param path The job's output.
   * @param log Given what is no message.
   * @param onMessage Given each message.
   */
  constructor(path: string, log: LogFile, onMessage: (message: Message) => void) {
    this.#path = path;
    this.#log = log;
    const decoder = new TextDecoder();
    this.#splitter = new LineSplitter((line) => {
      const { text, message } = parseOutput(decoder.decode(line).trimEnd());
      if (text !== undefined) this.#keep(text);
      if (message === undefined) return;
      if (message.type === "log") this.#keep(message.line);
      onMessage(message);
    }, {
      longest: (beginning) => beginning.includes(MARK.charCodeAt(0)) ? LONGEST_MESSAGE : CHUNK,
    });
  }

  /** The last lines that were no messages. */
  get tail(): readonly string[] {
    return this.#tail;
  }

  /** Reads what has been added since the last time; opened anew, as NFS asks the server then. */
  readNew(): void {
    let file: Deno.FsFile;
    try {
      file = Deno.openSync(this.#path);
    } catch (error) {
      // The job has not started.
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    try {
      file.seekSync(this.#read, Deno.SeekMode.Start);
      const buffer = new Uint8Array(CHUNK);
      for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
        this.#read += count;
        this.#splitter.push(buffer.slice(0, count));
      }
    } finally {
      file.close();
    }
  }

  /** Takes what was written last as a line even if it does not end as one. */
  end(): void {
    this.readNew();
    this.#splitter.end();
  }

  #keep(line: string): void {
    this.#log.writeLine(line);
    if (line.trim() === "") return;
    if (this.#tail.push(line) > TAIL_LINES) this.#tail.shift();
  }
}
