import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { drawTrials } from "./draw_trials.ts";

const RANGES = {
  rate: { logUniform: [0.0001, 0.1] },
  dropout: { uniform: [0, 0.2] },
  blocks: { int: [1, 3] },
  optimizer: { choice: ["adamw", "muon"] },
} as const;

Deno.test("drawn values lie in their ranges and reach all of them", () => {
  const trials = drawTrials(RANGES, { trials: 400, seed: 0 });
  const values = (name: string) => trials.map((trial) => trial[name]!) as number[];
  for (const [name, low, high] of [["rate", 0.0001, 0.1], ["dropout", 0, 0.2]] as const) {
    ok(values(name).every((value) => value >= low && value <= high));
    strictEqual(new Set(values(name)).size > 350, true);
  }
  deepStrictEqual([...new Set(values("blocks"))].sort(), [1, 2, 3]);
  deepStrictEqual([...new Set(values("optimizer"))].sort(), ["adamw", "muon"]);
  // The logarithm is uniform: a third of the values lies in each power of ten.
  const first = values("rate").filter((value) => value < 0.001).length;
  ok(first > 100 && first < 167, `${first} of 400`);
});

Deno.test("a trial's values hang on seed, number and name alone", () => {
  const trials = drawTrials(RANGES, { trials: 3, seed: 7 });
  deepStrictEqual(drawTrials(RANGES, { trials: 5, seed: 7 }).slice(0, 3), trials);
  const more = drawTrials({ extra: { int: [0, 9] }, ...RANGES }, { trials: 3, seed: 7 });
  deepStrictEqual(more.map(({ extra: _, ...rest }) => rest), trials);
  ok(JSON.stringify(drawTrials(RANGES, { trials: 3, seed: 8 })) !== JSON.stringify(trials));
  strictEqual(new Set(trials.map(({ rate }) => rate)).size, 3);
});
