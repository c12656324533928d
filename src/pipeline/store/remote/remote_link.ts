import type { Manifest } from "../manifest.ts";
import type { Store } from "../store.ts";
import type { RemoteStore } from "./remote_store.ts";

/** A run's way to its remote store: one that cannot be reached must not hold up the run. */
export class RemoteLink {
  readonly #remote: RemoteStore | undefined;
  readonly #store: Store;
  readonly #onLost: (message: string) => void;
  readonly #pushes: Promise<void>[] = [];
  #isLost = false;

  /** @param onLost Told once, why the run goes on without the remote store. */
  constructor(
    remote: RemoteStore | undefined,
    store: Store,
    onLost: (message: string) => void,
  ) {
    this.#remote = remote;
    this.#store = store;
    this.#onLost = onLost;
  }

  /** Fetches the results of a key, if they are there. */
  async pull(key: string): Promise<Manifest | undefined> {
    if (this.#remote === undefined || this.#isLost) return undefined;
    try {
      const isThere = await this.#remote.pull(key, this.#store);
      return isThere ? this.#store.lookUp(key).found : undefined;
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

  #lose({ name }: RemoteStore, { message }: Error): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#onLost(`going on without the remote store ${name}: ${message}`);
  }
}
