const NEWLINE = 10;
const LONGEST_LINE = 1 << 16;

/** Cuts bytes into lines; a line that does not end is handed on in pieces. */
export class LineSplitter {
  readonly #onLine: (line: Uint8Array) => void;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param onLine Given each line with its line break. */
  constructor(onLine: (line: Uint8Array) => void) {
    this.#onLine = onLine;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#onLine(bytes.subarray(start, end + 1));
      start = end + 1;
    }
    this.#rest = bytes.slice(start);
    if (this.#rest.length > LONGEST_LINE) this.end();
  }

  /** Hands on what is left. */
  end(): void {
    if (this.#rest.length > 0) this.#onLine(this.#rest);
    this.#rest = new Uint8Array(0);
  }
}
