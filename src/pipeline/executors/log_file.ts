import { dirname } from "node:path";

/** Largest log, in bytes. */
const MOST_BYTES = 64 * 2 ** 20;

/** A log file that never grows beyond bounds; made with the first line. */
export class LogFile {
  readonly path: string;
  #file: Deno.FsFile | undefined;
  #bytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Adds bytes. */
  write(bytes: Uint8Array): void {
    if (this.#bytes > MOST_BYTES) return;
    if (this.#file === undefined) {
      Deno.mkdirSync(dirname(this.path), { recursive: true });
      this.#file = Deno.openSync(this.path, { append: true, create: true });
    }
    this.#bytes += bytes.length;
    const cut = this.#bytes > MOST_BYTES
      ? new TextEncoder().encode(`\n[cut here: the log is longer than ${MOST_BYTES} bytes]\n`)
      : bytes;
    for (let at = 0; at < cut.length;) at += this.#file.writeSync(cut.subarray(at));
  }

  /** Adds a line. */
  writeLine(line: string): void {
    this.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Closes the file. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}
