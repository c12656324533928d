import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { callAfter } from "./call_after.ts";

/** What {@linkcode callAfter} asks the platform's timer for, whose time is over at once. */
function delaysOf(milliseconds: number): number[] {
  const delays: number[] = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((callback: () => void, delay: number) => {
    delays.push(delay);
    callback();
  }) as unknown as typeof setTimeout;
  try {
    callAfter(milliseconds, () => delays.push(-1));
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return delays;
}

Deno.test("callAfter() waits for a short time in one", () => {
  deepStrictEqual(delaysOf(1500), [1500, -1]);
});

Deno.test("callAfter() waits for thirty days, which no timer of the platform can in one", () => {
  const month = 30 * 86_400_000, longest = 2 ** 31 - 1;
  deepStrictEqual(delaysOf(month), [longest, month - longest, -1]);
});

Deno.test("callAfter() gives what ends its timer", () => {
  const { clearTimeout } = globalThis, ended: unknown[] = [];
  const end = callAfter(60_000, () => {});
  globalThis.clearTimeout = (timer) => {
    ended.push(timer);
    clearTimeout(timer);
  };
  try {
    end();
  } finally {
    globalThis.clearTimeout = clearTimeout;
  }
  strictEqual(ended.length, 1);
});
