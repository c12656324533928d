/** Lets a number of things happen at the same time and makes the others wait for their turn. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param places How many may happen at the same time. */
  constructor(places: number) {
    this.#free = places;
  }

  /** Does `work` once there is a place; whoever asks first comes first. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes to whoever waits longest, else it is free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
