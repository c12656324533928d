/** Keeps the first bytes that are written to it and counts the rest. */
export class OutputBuffer {
  readonly #kept: Uint8Array;
  #written = 0;

  /** @param limit Bytes that are kept. */
  constructor(limit: number) {
    this.#kept = new Uint8Array(limit);
  }

  /** Takes all of `bytes`; returns how many they are. */
  write(bytes: Uint8Array): number {
    if (this.#written < this.#kept.length) {
      this.#kept.set(bytes.subarray(0, this.#kept.length - this.#written), this.#written);
    }
    this.#written += bytes.length;
    return bytes.length;
  }

  /** Forgets everything. */
  clear(): void {
    this.#written = 0;
  }

  /** What was kept, as text, and how many bytes were written in all. */
  contents(): { output: string; outputBytes: number } {
    const kept = this.#kept.subarray(0, Math.min(this.#written, this.#kept.length));
    return { output: new TextDecoder().decode(kept), outputBytes: this.#written };
  }
}
