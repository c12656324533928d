import type { Manifest } from "../manifest.ts";
import type { Store } from "../store.ts";
import type { RemoteStore } from "./remote_store.ts";

/** A run's way to its remote store: one that cannot be reached must not hold up the run. */
export class RemoteLink {
  readonly #remote: RemoteStore | undefined;
  readonly #store: Store;
  readonly #warn: (message: string) => void;
  readonly #pushes: Promise<unknown>[] = [];
  #isLost = false;
  #isDoubted = false;

  /** @param warn Told once what is wrong with the remote store, without which the run goes on. */
  constructor(
    remote: RemoteStore | undefined,
    store: Store,
    warn: (message: string) => void,
  ) {
    this.#remote = remote;
    this.#store = store;
    this.#warn = warn;
  }

  /**
   * Fetches the results of a key, if they are there and what they should be.
   *
   * @param outputs Names that its task declares.
   */
  async pull(key: string, outputs: readonly string[]): Promise<Manifest | undefined> {
    if (this.#remote === undefined || this.#isLost) return undefined;
    try {
      const { manifest, refused } = await this.#remote.pull(key, this.#store, outputs);
      if (refused !== undefined) this.#doubt(this.#remote, key, refused);
      return manifest;
    } catch (error) {
      this.#lose(this.#remote, error as Error);
    }
  }

  /** Sends what was run here, while the run goes on. */
  push(manifest: Manifest): void {
    const remote = this.#remote;
    if (remote === undefined || this.#isLost) return;
    const push = remote.push(manifest, this.#store);
    this.#pushes.push(push.catch((error) => this.#lose(remote, error)));
  }

  /** Waits until all is sent. */
  async settle(): Promise<void> {
    await Promise.all(this.#pushes);
  }

  #doubt({ name }: RemoteStore, key: string, reason: string): void {
    if (this.#isDoubted) return;
    this.#isDoubted = true;
    this.#warn(
      `not taking ${key} from the remote store ${name}, nor what else is like it: ${reason}`,
    );
  }

  #lose({ name }: RemoteStore, { message }: Error): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#warn(`going on without the remote store ${name}: ${message}`);
  }
}
