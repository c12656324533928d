import assert from "node:assert/strict";
import { Semaphore } from "./semaphore.ts";

/** Lets everything that can go on do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("as many things happen at the same time as there are places, first come first served", async () => {
  const semaphore = new Semaphore(2);
  const started: number[] = [], finish: (() => void)[] = [];
  const results = [0, 1, 2, 3].map((index) =>
    semaphore.run(async () => {
      started.push(index);
      await new Promise<void>((resolve) => finish[index] = resolve);
      return index;
    })
  );
  await settle();
  assert.deepEqual(started, [0, 1]);
  finish[1]!();
  await settle();
  assert.deepEqual(started, [0, 1, 2]);
  finish[0]!();
  finish[2]!();
  await settle();
  assert.deepEqual(started, [0, 1, 2, 3]);
  finish[3]!();
  assert.deepEqual(await Promise.all(results), [0, 1, 2, 3]);
});

Deno.test("work that fails gives its place to the next", async () => {
  const semaphore = new Semaphore(1);
  const failing = semaphore.run(() => Promise.reject(new Error("on purpose")));
  const next = semaphore.run(() => Promise.resolve("done"));
  await assert.rejects(failing, { message: "on purpose" });
  assert.equal(await next, "done");
  assert.equal(await semaphore.run(() => Promise.resolve("again")), "again");
});
