import type { RunEvent } from "../runs/events.ts";
import type { Manifest } from "../store/manifest.ts";
import { type TrackedPoint, type Tracker, TrackerRefusal } from "./tracker.ts";

/** Milliseconds between two points of the curves of one instance. */
const INTERVAL = 1000;

/** Calls that wait at most for a tracker that is down. */
const MOST_WAITING = 1000;

interface Call {
  /** Whether it is one of many points, which are the first to be given up. */
  readonly isPoint: boolean;
  make(): Promise<void>;
}

/**
 * A run's way to a tracker: one that is down neither holds up nor fails the run. What it was not told
 * waits, and is tried again with whatever happens next.
 */
export class TrackerLink {
  readonly #tracker: Tracker;
  readonly #manifestOf: (key: string) => Manifest | undefined;
  readonly #historyOf: (manifest: Manifest) => readonly TrackedPoint[];
  readonly #warn: (message: string) => void;
  /** Keys of what is under way, by instance. */
  readonly #keys = new Map<string, string>();
  readonly #toldAt = new Map<string, number>();
  readonly #waiting: Call[] = [];
  #sending: Promise<void> | undefined;
  #missed = 0;
  #isLost = false;
  #hasRefused = false;
  #pipeline = "";

  /**
   * @param manifestOf The manifest of a key that has finished.
   * @param historyOf The curves that an instance left.
   * @param warn Told when the tracker is lost and when it is there again, and at the end how much it was
   * not told.
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

  /** Waits until all is sent; gives up on what still cannot be. */
  async settle(): Promise<void> {
    await this.#sending;
    if (this.#waiting.length > 0) await this.#send();
    this.#missed += this.#waiting.splice(0).length;
    if (this.#missed === 0) return;
    const what = this.#missed === 1 ? "1 message" : `${this.#missed} messages`;
    this.#warn(`the tracker ${this.#tracker.name} has not got ${what} of this run`);
  }

  #begin(instance: string, key: string): void {
    // A further attempt goes on in its row.
    if (this.#keys.has(instance)) return;
    this.#keys.set(instance, key);
    const work = { pipeline: this.#pipeline, instance, key, at: Date.now() };
    this.#tell({ isPoint: false, make: () => this.#tracker.begin(work) });
  }

  #point({ instance, progress }: RunEvent & { readonly type: "progress" }): void {
    const key = this.#keys.get(instance), now = performance.now();
    if (key === undefined || now - (this.#toldAt.get(instance) ?? -Infinity) < INTERVAL) return;
    this.#toldAt.set(instance, now);
    const values = Object.entries(progress.values ?? {})
      .map(([name, value]) => [name, Number(value)] as const)
      .filter(([, value]) => Number.isFinite(value));
    if (values.length === 0) return;
    const point = { step: progress.done, values: Object.fromEntries(values), at: Date.now() };
    this.#tell({ isPoint: true, make: () => this.#tracker.point(key, point) });
  }

  #end(instance: string, isDone: boolean): void {
    const key = this.#keys.get(instance);
    if (key === undefined) return;
    this.#keys.delete(instance);
    const at = Date.now();
    const make = () => {
      const manifest = isDone ? this.#manifestOf(key) : undefined;
      const params = manifest?.parts.params ?? {}, facts = manifest?.facts ?? {};
      const history = manifest === undefined ? [] : this.#historyOf(manifest);
      return this.#tracker.end(key, { isDone, params, facts, history, at });
    };
    this.#tell({ isPoint: false, make });
  }

  #tell(call: Call): void {
    this.#waiting.push(call);
    if (this.#waiting.length > MOST_WAITING) {
      // The first may be on its way.
      const point = this.#waiting.findIndex(({ isPoint }, i) => i > 0 && isPoint);
      this.#waiting.splice(Math.max(1, point), 1);
      this.#missed++;
    }
    this.#sending ??= this.#send().finally(() => this.#sending = undefined);
  }

  /** Sends what waits, in its order, until all is sent or the tracker does not answer. */
  async #send(): Promise<void> {
    const { name } = this.#tracker;
    for (let call = this.#waiting[0]; call !== undefined; call = this.#waiting[0]) {
      try {
        await call.make();
        if (this.#isLost) this.#warn(`the tracker ${name} answers again`);
        this.#isLost = false;
      } catch (error) {
        const { message } = error as Error;
        if (!(error instanceof TrackerRefusal)) {
          if (!this.#isLost) {
            this.#warn(`the tracker ${name} does not answer, the run goes on: ${message}`);
          }
          this.#isLost = true;
          return;
        }
        if (!this.#hasRefused) this.#warn(`the tracker ${name} does not take all: ${message}`);
        this.#hasRefused = true;
        this.#missed++;
      }
      this.#waiting.shift();
    }
  }
}
