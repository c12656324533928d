import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { RunEvent } from "../runs/events.ts";
import type { Tracker } from "./tracker.ts";
import { TrackerLink } from "./tracker_link.ts";

const KEY = "ab".repeat(32);

/** A tracker that notes what it is told, while it is up. */
class Recorder implements Tracker {
  readonly name = "recorder";
  readonly told: string[] = [];
  isUp = true;

  #note(what: string): Promise<void> {
    if (!this.isUp) return Promise.reject(new Error("no route"));
    this.told.push(what);
    return Promise.resolve();
  }

  begin({ instance }: { instance: string }) {
    return this.#note(`begin ${instance}`);
  }

  point(_key: string, { step }: { step: number }) {
    return this.#note(`point ${step}`);
  }

  end(_key: string, { isDone }: { isDone: boolean }) {
    return this.#note(`end ${isDone}`);
  }
}

function linkTo(tracker: Tracker) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  return { warnings, link: new TrackerLink(tracker, () => undefined, () => [], warn) };
}

const started = (instance: string): RunEvent => ({
  ...{ type: "started", instance, key: KEY + instance, attempt: 1, log: "" },
});
const failed = (instance: string): RunEvent => ({
  ...{ type: "failed", instance, message: "it broke", log: "" },
});

/** Waits until a call that fails has failed. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("A tracker that is down gets what it missed, in order, when it is there again", async () => {
  const recorder = new Recorder(), { link, warnings } = linkTo(recorder);
  recorder.isUp = false;
  link.hear(started("a"));
  await turn();
  link.hear(failed("a"));
  await turn();
  deepStrictEqual(recorder.told, []);
  recorder.isUp = true;
  link.hear(started("b"));
  await link.settle();
  deepStrictEqual(recorder.told, ["begin a", "end false", "begin b"]);
  deepStrictEqual(warnings, [
    "the tracker recorder does not answer, the run goes on: no route",
    "the tracker recorder answers again",
  ]);
});

Deno.test("A tracker that stays down is told once, and at the end how much it has not got", async () => {
  const recorder = new Recorder(), { link, warnings } = linkTo(recorder);
  recorder.isUp = false;
  for (const name of ["a", "b"]) {
    link.hear(started(name));
    await turn();
    link.hear(failed(name));
    await turn();
  }
  await link.settle();
  strictEqual(warnings.length, 2);
  match(warnings[1]!, /^the tracker recorder has not got 4 messages of this run$/);
});

Deno.test("No more than a thousand messages wait, and the others are counted", async () => {
  const recorder = new Recorder(), { link, warnings } = linkTo(recorder);
  recorder.isUp = false;
  for (let i = 0; i < 1003; i++) link.hear(started(String(i)));
  await turn();
  recorder.isUp = true;
  await link.settle();
  strictEqual(recorder.told.length, 1000);
  strictEqual(recorder.told[0], "begin 0");
  strictEqual(recorder.told.at(-1), "begin 1002");
  match(warnings.at(-1)!, /has not got 3 messages/);
});
