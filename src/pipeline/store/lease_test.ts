import { ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hostName } from "./host.ts";
import { acquireLease, type Holder, LeaseObserver } from "./lease.ts";
import { Store } from "./store.ts";

function withStore<T>(use: (store: Store) => T): T {
  const path = Deno.makeTempDirSync({ prefix: "lease-" });
  const end = () => Deno.removeSync(path, { recursive: true });
  const result = use(Store.open(path));
  if (result instanceof Promise) return result.finally(end) as T;
  end();
  return result;
}

/** Leaves the lease of a holder that will never give it back. */
function leave(store: Store, key: string, holder: Partial<Holder>): void {
  const folder = join(store.path, "leases", key);
  Deno.mkdirSync(folder, { recursive: true });
  const whole = { pid: 1, host: "elsewhere#1", since: new Date().toISOString(), token: "a" };
  Deno.writeTextFileSync(join(folder, "1"), JSON.stringify({ ...whole, ...holder }));
}

/** Lets the monotonic clock jump, and run faster if told so. */
function turnClock(jump: number, factor = 1): Disposable {
  const { now } = performance;
  const start = now.call(performance);
  performance.now = () => start + jump + (now.call(performance) - start) * factor;
  return { [Symbol.dispose]: () => void (performance.now = now) };
}

/** A process id that no process has any more. */
async function deadPid(): Promise<number> {
  const child = new Deno.Command("true").spawn();
  await child.status;
  return child.pid;
}

Deno.test("A lease can be taken again once it was given back", async () => {
  await withStore(async (store) => {
    const observer = new LeaseObserver(store);
    const first = await acquireLease(store, "key");
    strictEqual(observer.holder("key")?.token, first!.holder.token);
    first!.release();
    strictEqual(observer.holder("key"), undefined);
    (await acquireLease(store, "key"))!.release();
  });
});

Deno.test("A lease of a dead process of this machine is taken over at once", async () => {
  await withStore(async (store) => {
    leave(store, "key", { pid: await deadPid(), host: hostName() });
    const dead: Holder[] = [];
    const lease = await acquireLease(store, "key", { onTakeover: (holder) => dead.push(holder) });
    strictEqual(dead[0]!.token, "a");
    ok(lease!.isHeld());
    lease!.release();
  });
});

Deno.test("An observer takes a silent holder of another machine for dead after a while", () => {
  withStore((store) => {
    leave(store, "key", {});
    const observer = new LeaseObserver(store);
    strictEqual(observer.holder("key")?.host, "elsewhere#1");
    using _ = turnClock(60_000);
    strictEqual(observer.holder("key"), undefined);
  });
});

Deno.test("An observer does not take a holder for dead that gave a sign of life", () => {
  withStore((store) => {
    leave(store, "key", {});
    const observer = new LeaseObserver(store);
    observer.holder("key");
    using _ = turnClock(60_000);
    Deno.utimeSync(join(store.path, "leases", "key", "1"), 5, 5);
    ok(observer.holder("key"));
  });
});

Deno.test("A lease of a silent holder of another machine is waited for, then taken over", async () => {
  await withStore(async (store) => {
    leave(store, "key", {});
    using _ = turnClock(0, 1000);
    let waited = 0, taken = 0;
    const options = { onWait: () => waited++, onTakeover: () => taken++ };
    (await acquireLease(store, "key", options))!.release();
    strictEqual(waited, 1);
    strictEqual(taken, 1);
  });
});

Deno.test("Of many who want the lease of a dead holder one has it at a time", async () => {
  await withStore(async (store) => {
    leave(store, "key", { pid: await deadPid(), host: hostName() });
    let holding = 0, most = 0;
    await Promise.all(Array.from({ length: 5 }, async () => {
      const lease = await acquireLease(store, "key");
      most = Math.max(most, ++holding);
      await new Promise((resolve) => setTimeout(resolve, 1));
      holding--;
      lease!.release();
    }));
    strictEqual(most, 1);
  });
});
