import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { describeMolecules } from "./describe_molecules.ts";
import type { Property } from "./properties/property_names.ts";

const MANY = Array.from(
  { length: 1000 },
  (_, i) => i % 7 === 0 ? "C1CC" : "C".repeat(1 + i % 20) + "O",
);

Deno.test("describeMolecules() gives the same answers in order with and without workers", async () => {
  const progress: number[] = [];
  const alone = await describeMolecules(MANY, { properties: ["molecular_weight"] });
  const together = await describeMolecules(MANY, {
    properties: ["molecular_weight"],
    workers: 2,
    minSaving: 0,
    onProgress: (done) => progress.push(done),
  });
  assertEquals(together, alone);
  assertEquals(alone[0], null);
  assertEquals(alone[1]!.canonical, "CCO");
  assertEquals(progress, [...progress].sort((a, b) => a - b));
  assertEquals(progress.at(-1), MANY.length);
});

Deno.test("describeMolecules() counts what RDKit cannot hold as invalid, and names it", async () => {
  const rows = [...MANY];
  for (const row of [3, 500, 999]) rows[row] = "C".repeat(800);
  for (const workers of [1, 2]) {
    const refused: [number, string][] = [];
    const answers = await describeMolecules(rows, {
      ...{ properties: ["molecular_weight", "qed"], workers, minSaving: 0 },
      onRefused: (...row) => refused.push(row),
    });
    const alone = await describeMolecules(MANY, { properties: ["molecular_weight", "qed"] });
    for (const [row, answer] of answers.entries()) {
      assertEquals(answer, rows[row] === MANY[row] ? alone[row] : null);
    }
    assertEquals(refused.map(([row]) => row).sort((a, b) => a - b), [3, 500, 999]);
    assertEquals(/^it has 800 atoms/.test(refused[0]![1]), true);
  }
});

Deno.test("describeMolecules() answers nothing for nothing", async () => {
  assertEquals(await describeMolecules([], { workers: 2 }), []);
});

Deno.test("describeMolecules() stops when it is told to", async () => {
  const stop = new AbortController();
  const work = describeMolecules(MANY, {
    workers: 2,
    minSaving: 0,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await rejects(work, /enough/);
});

Deno.test("describeMolecules() starts no worker processes that would not save time", async () => {
  const work = describeMolecules(MANY, { properties: ["nonsense" as Property], workers: 2 });
  await rejects(work, { name: "RangeError", message: /^Cannot compute the property/ });
});

Deno.test("describeMolecules() passes on why a worker process ended", async () => {
  const work = describeMolecules(MANY, {
    properties: ["nonsense" as Property],
    workers: 2,
    minSaving: 0,
  });
  await rejects(work, /the worker process ended with code 1: .*Cannot compute the property/s);
});

Deno.test("describeMolecules() refuses a number of workers that is no positive integer", async () => {
  for (const workers of [0, -1, 1.5]) {
    await rejects(describeMolecules(["C"], { workers }), RangeError);
  }
});
