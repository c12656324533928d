import { join } from "node:path";
import { z } from "zod";
import { namesIn, readText, remove, statOf, temporaryName } from "../../support/files.ts";
import { hostName, isAlive } from "./host.ts";
import type { Store } from "./store.ts";

/** Who is running a key. */
export interface Holder {
  /** Id of the process. */
  readonly pid: number;
  /** Name of the machine, with a mark of its own. */
  readonly host: string;
  /** When the lease was taken, in ISO 8601, by the holder's clock. */
  readonly since: string;
  /** Tells this taking of the lease from every other. */
  readonly token: string;
}

/** Schema of a holder that anyone may have written. */
export const holderSchema: z.ZodType<Holder> = z.object({
  pid: z.int().min(1),
  host: z.string(),
  since: z.string(),
  token: z.string(),
});

/** The right to run a key, until given back. */
export interface Lease {
  readonly holder: Holder;
  /** Whether it was not taken over in the meantime. */
  isHeld(): boolean;
  /** Gives it back. */
  release(): void;
}

/** Options of {@linkcode acquireLease}. */
export interface LeaseOptions {
  /** Called when someone else has it, once for each holder. */
  readonly onWait?: (holder: Holder) => void;
  /** Called when a dead holder's lease is taken over. */
  readonly onTakeover?: (holder: Holder) => void;
  /** Process that must live for the lease to count. @default {this one} */
  readonly pid?: number;
  /** Stops waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Milliseconds without a sign of life after which a holder on another machine counts as dead.
 * Measured by the observer's own monotonic clock: no two clocks are ever compared.
 */
const DEAD_AFTER = 30_000;
const LONGEST_WAIT = 500;
/** Milliseconds of silence that no difference of clocks explains. */
const LOST_AFTER = 3_600_000;

function leaseFolder(store: Store, key: string): string {
  return join(store.path, "leases", key);
}

/** Numbers of the takings of a lease; the highest counts. */
function generations(folder: string): number[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => Number(name))
      .filter(Number.isInteger).sort((a, b) => b - a);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  const text = readText(path);
  try {
    return text === undefined ? undefined : holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Watches holders for signs of life. */
class Watch {
  #token = "";
  #touched = 0;
  #since = 0;

  isDead(path: string, holder: Holder): boolean {
    if (holder.host === hostName() && !isAlive(holder.pid)) return true;
    const touched = statOf(path)?.mtime?.getTime() ?? 0;
    if (this.#token !== holder.token || this.#touched !== touched) {
      [this.#token, this.#touched, this.#since] = [holder.token, touched, performance.now()];
    }
    return performance.now() - this.#since > DEAD_AFTER;
  }
}

/** Makes a file with its content at once, unless it exists. */
function create(path: string, holder: Holder): boolean {
  const temporary = temporaryName(path);
  Deno.writeTextFileSync(temporary, JSON.stringify(holder), { createNew: true });
  try {
    Deno.linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotFound) {
      return false;
    }
    throw error;
  } finally {
    remove(temporary);
  }
}

/**
 * Looks at leases again and again. A holder on another machine is found dead only by whoever sees
 * it give no sign of life for long enough.
 */
export class LeaseObserver {
  readonly #store: Store;
  readonly #watches = new Map<string, Watch>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Who holds the lease of a key, if anyone who seems alive does. */
  holder(key: string): Holder | undefined {
    const folder = leaseFolder(this.#store, key);
    const [highest] = generations(folder);
    const path = join(folder, String(highest));
    const holder = highest === undefined ? undefined : readHolder(path);
    if (holder === undefined) {
      this.#watches.delete(key);
      return undefined;
    }
    const watch = this.#watches.get(key) ?? new Watch();
    this.#watches.set(key, watch);
    return watch.isDead(path, holder) ? undefined : holder;
  }

  /** Milliseconds since a holder's last sign of life, as far as the clocks of both agree. */
  silence(key: string): number {
    const folder = leaseFolder(this.#store, key);
    const [highest = 0] = generations(folder);
    const touched = statOf(join(folder, String(highest)))?.mtime?.getTime() ?? 0;
    return Math.max(0, Date.now() - touched);
  }
}

/** Keys that are being run: their holders seem alive and were so within the last hour. */
export function heldKeys(store: Store): Set<string> {
  const observer = new LeaseObserver(store);
  const keys = namesIn(join(store.path, "leases"));
  return new Set(
    keys.filter((key) => observer.holder(key) !== undefined && observer.silence(key) < LOST_AFTER),
  );
}

/**
 * Takes the lease of a key. Whoever makes the file with the next number has it, so two can never
 * take over from the same dead holder.
 */
export async function acquireLease(
  store: Store,
  key: string,
  { onWait, onTakeover, pid = Deno.pid, signal }: LeaseOptions = {},
): Promise<Lease> {
  const folder = leaseFolder(store, key);
  const self: Holder = {
    pid,
    host: hostName(),
    since: new Date().toISOString(),
    token: crypto.randomUUID(),
  };
  const watch = new Watch();
  let announced = "";
  for (let wait = 20;; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
    signal?.throwIfAborted();
    const [highest = 0] = generations(folder);
    const path = join(folder, String(highest));
    const holder = highest === 0 ? undefined : readHolder(path);
    const isFree = highest === 0 || holder !== undefined && watch.isDead(path, holder);
    if (isFree) {
      Deno.mkdirSync(folder, { recursive: true });
      const own = join(folder, String(highest + 1));
      if (create(own, self)) {
        // Between looking and making, the one looked at may have gone and another have come.
        const below = highest === 0 ? undefined : readHolder(path);
        const isLatest = generations(folder)[0] === highest + 1;
        if (isLatest && below?.token === holder?.token) {
          if (holder !== undefined) onTakeover?.(holder);
          return hold(folder, own, highest + 1, self);
        }
        remove(own);
      }
    } else if (holder !== undefined && announced !== holder.token) {
      announced = holder.token;
      onWait?.(holder);
    }
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
  }
}

function hold(folder: string, path: string, generation: number, holder: Holder): Lease {
  // Its own thread, so that a task that computes for minutes still shows that it lives.
  const worker = new Worker(new URL("./lease_worker.ts", import.meta.url), { type: "module" });
  worker.postMessage(path);
  const isHeld = () =>
    readHolder(path)?.token === holder.token && generations(folder)[0] === generation;
  return {
    holder,
    isHeld,
    release() {
      worker.terminate();
      if (isHeld()) {
        for (const number of generations(folder).reverse()) remove(join(folder, String(number)));
      } else remove(path);
      try {
        Deno.removeSync(folder);
      } catch {
        // Someone else is already there.
      }
    },
  };
}
