import { deepStrictEqual as assertEquals, rejects, strictEqual, throws } from "node:assert/strict";
import type { MoleculeMetrics } from "../artifacts/metrics.ts";
import { measureSweep, type SweepResults } from "./measure_sweep.ts";
import { sweepOf } from "./measurement.ts";
import { readSweep } from "./sweep.ts";

const STATISTICS = { mean: 3, se: null, q1: 3, median: 3, q3: 3, n: 1 };
const METRICS: MoleculeMetrics = {
  settings: {
    ...{ sampler: "mdm", property: "ring_count", label: 1, count: 2 },
    ...{ gamma: 3, T: 8, seed: 2 },
  },
  ...{ nfe: 16, evaluations: 12.5, rdkit: "2026.09.1" },
  figures: {
    ...{ valid: 0.5, unique: 0.5, novel: 0 },
    ...{ validCount: 1, uniqueCount: 1, novelCount: 0 },
  },
  value: { valid: STATISTICS, novel: { ...STATISTICS, mean: null, n: 0 } },
  molecules: [
    { smiles: "C1CC1", canonical: "C1CC1", novel: false, value: 3 },
    { smiles: "C%10[13C]2", canonical: null, novel: false, value: null },
  ],
};

function figuresOf(results: Partial<SweepResults>) {
  return sweepOf(measureSweep({ metrics: [], samples: [], histories: [], ...results }));
}

Deno.test("measureSweep() counts ring bonds of strings that are no molecules, too", () => {
  const sweep = figuresOf({ metrics: [METRICS] });
  // One of C1CC1; %10 and 2 are half a bond each, the 13 of the isotope is none.
  assertEquals(sweep["mdm γ=3: ring bonds"], { better: "same", values: { "2": 1 } });
  assertEquals(sweep["mdm γ=3: characters"]!.values, { "2": 7.5 });
  assertEquals(sweep["mdm γ=3: evaluations made"], { better: "lower", values: { "2": 12.5 } });
});

Deno.test("measureSweep() knows how many evaluations are prescribed", () => {
  const prescribed = (settings: Partial<MoleculeMetrics["settings"]>) => {
    const metrics = [{ ...METRICS, settings: { ...METRICS.settings, ...settings, gamma: 3 } }];
    return figuresOf({ metrics })["mdm γ=3: evaluations prescribed"]!.exact;
  };
  assertEquals(prescribed({}), { value: 16, error: 0 });
  // Of 8 steps the corrector fires at 3 and 6.
  const corrector = { S: 2, omega: 3 };
  assertEquals(prescribed({ corrector }), { value: 20, error: 0 });
  const guided = { ...corrector, guidance: "guided" };
  assertEquals(prescribed({ corrector: guided }), { value: 24, error: 0 });
});

Deno.test("measureSweep() takes means over the later half of a training and its last bound", () => {
  const entries = [9, 9, 2, 4].map((mdmLoss, i) => ({
    ...{ step: i + 1, loss: mdmLoss, mdmLoss, gradientNorm: 1, learningRate: 0.1 },
    ...i === 3 && { validation: 0.75 },
  }));
  const sweep = figuresOf({ histories: [{ name: "base[seed=7]", entries }] });
  assertEquals(sweep["base: denoising loss"]!.values, { "7": 3 });
  assertEquals(sweep["base: held-out bound"], { better: "lower", values: { "7": 0.75 } });
  strictEqual("base: corrector loss" in sweep, false);
});

Deno.test("measureSweep() tells ProSeCo's bound above that of the model it went on from", () => {
  const historyOf = (instance: string, validation: number) => ({
    name: instance,
    entries: [{ step: 1, loss: 1, gradientNorm: 1, learningRate: 1, validation }],
  });
  const [start, proseco] = [historyOf("start", 0.5), historyOf("proseco[seed=2]", 1.25)];
  const name = "proseco: held-out bound above start's";
  assertEquals(figuresOf({ histories: [proseco, start] })[name], {
    ...{ better: "lower", tolerated: 10, values: { "2": 0.75 } },
  });
  assertEquals(figuresOf({ histories: [proseco] })[name]!.values, { "2": null });
});

Deno.test("measureSweep() refuses a training that more than its seed tells apart", () => {
  const history = { name: "base[seed=1,width=8]", entries: [] };
  throws(() => figuresOf({ histories: [history] }), /"base\[seed=1,width=8\]".*the seed alone/);
});

Deno.test("readSweep() names the file and the field that is wrong", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, JSON.stringify({ valid: { better: "up", values: {} } }));
    await rejects(
      readSweep(path),
      (error: Error) => error.message.includes(path) && error.message.includes('"valid.better"'),
    );
  } finally {
    await Deno.remove(path);
  }
});
