import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { randomKey } from "../random/mod.ts";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { batchFiller, type BatchOptions } from "./batches.ts";

const LENGTH = 3, MASK = 9;

const OPTIONS: BatchOptions = {
  batchSize: 4,
  noLabel: 2,
  labelDropout: 0.25,
  objective: maskedObjective({ maskId: MASK, corrector: { lambda: 0.5 } }),
};

/** Six sequences; sequence i repeats token i and has the label i mod 2. */
const DATA = {
  tokens: Uint8Array.from({ length: 6 * LENGTH }, (_, i) => Math.floor(i / LENGTH)),
  labels: Uint8Array.from({ length: 6 }, (_, i) => i % 2),
  length: LENGTH,
};

function arrays() {
  const positions = OPTIONS.batchSize * LENGTH;
  return {
    x0: new Int32Array(positions),
    zt: new Int32Array(positions),
    labels: new Int32Array(OPTIONS.batchSize),
    mdmWeights: new Float32Array(positions),
    correctorWeights: new Float32Array(positions),
  };
}

Deno.test("batchFiller() gives a step the same batch whatever was filled before", () => {
  const first = arrays(), second = arrays();
  const fill = batchFiller(DATA, randomKey(1), OPTIONS);
  for (let step = 1; step <= 7; step++) fill(step, first);
  batchFiller(DATA, randomKey(1), OPTIONS)(7, second);
  assertEquals(first, second);
});

Deno.test("batchFiller() shows every sequence once an epoch", () => {
  const batch = arrays(), seen: number[] = [];
  const fill = batchFiller(DATA, randomKey(2), OPTIONS);
  for (let step = 1; step <= 3; step++) {
    fill(step, batch);
    for (let row = 0; row < OPTIONS.batchSize; row++) seen.push(batch.x0[row * LENGTH]!);
  }
  for (const epoch of [seen.slice(0, 6), seen.slice(6)]) {
    assertEquals(epoch.sort((a, b) => a - b), [0, 1, 2, 3, 4, 5]);
  }
});

Deno.test("batchFiller() weighs masked positions by 1/t and the corrector's by lambda/t", () => {
  const batch = arrays();
  batchFiller(DATA, randomKey(3), OPTIONS)(1, batch);
  for (const [i, weight] of batch.correctorWeights.entries()) {
    ok(weight >= 0.5 && weight <= 5, "t is in [0.1, 1]");
    assertEquals(batch.mdmWeights[i], batch.zt[i] === MASK ? 2 * weight : 0);
    ok(batch.zt[i] === MASK || batch.zt[i] === batch.x0[i]);
  }
});

Deno.test("batchFiller() drops about the share of labels that it should", () => {
  const batch = arrays(), fill = batchFiller(DATA, randomKey(4), OPTIONS);
  let dropped = 0;
  for (let step = 1; step <= 500; step++) {
    fill(step, batch);
    for (const [row, label] of batch.labels.entries()) {
      if (label === OPTIONS.noLabel) dropped++;
      else assertEquals(label, batch.x0[row * LENGTH]! % 2);
    }
  }
  // 2,000 draws of chance 0.25: five standard deviations are 97.
  ok(Math.abs(dropped - 500) < 97, `${dropped} of 2000`);
});

Deno.test("batchFiller() refuses an empty data set", () => {
  const empty = { tokens: new Uint8Array(), labels: new Uint8Array(), length: LENGTH };
  throws(() => batchFiller(empty, randomKey(0), OPTIONS), /holds no sequence/);
});
