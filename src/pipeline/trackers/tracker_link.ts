import type { RunEvent } from "../runs/events.ts";
import type { Manifest } from "../store/manifest.ts";
import type { TrackedPoint, Tracker } from "./tracker.ts";

/** Milliseconds between two points of the curves of one instance. */
const INTERVAL = 1000;

/** A run's way to a tracker: one that is down is told once, and neither holds up nor fails the run. */
export class TrackerLink {
  readonly #tracker: Tracker;
  readonly #manifestOf: (key: string) => Manifest | undefined;
  readonly #historyOf: (manifest: Manifest) => readonly TrackedPoint[];
  readonly #warn: (message: string) => void;
  /** Keys of what is under way, by instance. */
  readonly #keys = new Map<string, string>();
  readonly #toldAt = new Map<string, number>();
  #calls: Promise<void> = Promise.resolve();
  #pipeline = "";
  #isLost = false;

  /**
   * @param manifestOf The manifest of a key that has finished.
   * @param historyOf The curves that an instance left.
   * @param warn Told once what is wrong, after which the run goes on without the tracker.
   */
  constructor(
    tracker: Tracker,
    manifestOf: (key: string) => Manifest | undefined,
    historyOf: (manifest: Manifest) => readonly TrackedPoint[],
    warn: (message: string) => void,
  ) {
    this.#tracker = tracker;
    this.#manifestOf = manifestOf;
    this.#historyOf = historyOf;
    this.#warn = warn;
  }

  /** Hands on what a run tells. */
  hear(event: RunEvent): void {
    if (event.type === "begun") this.#pipeline = event.pipeline;
    else if (event.type === "started") this.#begin(event.instance, event.key);
    else if (event.type === "progress") this.#point(event);
    else if (event.type === "finished") this.#end(event.instance, true);
    else if (event.type === "failed" || event.type === "stopped") this.#end(event.instance, false);
  }

  /** Waits until all is sent, or given up. */
  async settle(): Promise<void> {
    await this.#calls;
  }

  #begin(instance: string, key: string): void {
    // A further attempt goes on in its row.
    if (this.#keys.has(instance)) return;
    this.#keys.set(instance, key);
    const pipeline = this.#pipeline;
    this.#send(() => this.#tracker.begin({ pipeline, instance, key }));
  }

  #point({ instance, progress }: RunEvent & { readonly type: "progress" }): void {
    const key = this.#keys.get(instance), now = performance.now();
    if (key === undefined || now - (this.#toldAt.get(instance) ?? -Infinity) < INTERVAL) return;
    this.#toldAt.set(instance, now);
    const values = Object.entries(progress.values ?? {})
      .map(([name, value]) => [name, Number(value)] as const)
      .filter(([, value]) => Number.isFinite(value));
    if (values.length === 0) return;
    this.#send(() => this.#tracker.point(key, progress.done, Object.fromEntries(values)));
  }

  #end(instance: string, isDone: boolean): void {
    const key = this.#keys.get(instance);
    if (key === undefined) return;
    this.#keys.delete(instance);
    this.#send(() => {
      const manifest = isDone ? this.#manifestOf(key) : undefined;
      const params = manifest?.parts.params ?? {}, facts = manifest?.facts ?? {};
      const history = manifest === undefined ? [] : this.#historyOf(manifest);
      return this.#tracker.end(key, { isDone, params, facts, history });
    });
  }

  #send(call: () => Promise<void>): void {
    this.#calls = this.#calls.then(async () => {
      if (this.#isLost) return;
      try {
        await call();
      } catch (error) {
        this.#isLost = true;
        const { message } = error as Error;
        this.#warn(`going on without the tracker ${this.#tracker.name}: ${message}`);
      }
    });
  }
}
