const NEWLINE = 10;
const LONGEST_LINE = 1 << 16;

/** Options of {@linkcode LineSplitter}. */
export interface LineSplitterOptions {
  /**
   * Most bytes that a line may have before it is handed on in pieces, by how it begins.
   * @default {() => 65_536}
   */
  readonly longest?: (beginning: Uint8Array) => number;
}

/** Cuts bytes into lines; a line that does not end is handed on in pieces. */
export class LineSplitter {
  readonly #onLine: (line: Uint8Array) => void;
  readonly #longest: (beginning: Uint8Array) => number;
  /** What is there of a line that has not ended; joined only then, so that long ones stay cheap. */
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** @param onLine Given each line with its line break. */
  constructor(
    onLine: (line: Uint8Array) => void,
    { longest = () => LONGEST_LINE }: LineSplitterOptions = {},
  ) {
    this.#onLine = onLine;
    this.#longest = longest;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end + 1));
      this.end();
      start = end + 1;
    }
    // The bytes may be overwritten by whoever reads the next ones.
    this.#keep(chunk.slice(start));
    const [beginning] = this.#pieces;
    if (beginning !== undefined && this.#length > this.#longest(beginning)) this.end();
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Hands on what is left. */
  end(): void {
    const [first, ...more] = this.#pieces;
    if (first === undefined) return;
    let line = first;
    if (more.length > 0) {
      line = new Uint8Array(this.#length);
      let at = 0;
      for (const piece of this.#pieces) {
        line.set(piece, at);
        at += piece.length;
      }
    }
    this.#pieces = [];
    this.#length = 0;
    this.#onLine(line);
  }
}
