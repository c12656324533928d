import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HISTORY_FILE } from "../../artifacts/history.ts";
import type { RunRecord } from "../../pipeline/runs/run_record.ts";
import { Store } from "../../pipeline/store/store.ts";
import { readCurves } from "./training_curves.ts";

const KEY = "1".repeat(64);

const instance = (history: string) => ({
  ...{ task: "model", key: "k", cached: false, seconds: 1, outputs: { history }, facts: {} },
  ...{ coordinates: { seed: 1, gamma: 2, sampler: { name: "mdm" } }, params: {} },
});

Deno.test("logs of trainings are read from the store, and those that are gone are counted", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = Store.open(join(folder, "store")), log = join(folder, "log.jsonl");
    const entry = { step: 1, loss: 2, gradientNorm: 3, learningRate: 0.1 };
    await Deno.writeTextFile(log, `${JSON.stringify(entry)}\n`);
    const { hash } = store.objects.take(log, "log");
    const record = {
      instances: { "model[seed=1]": instance(hash), "model[seed=2]": instance("0".repeat(64)) },
    } as unknown as RunRecord;
    const problems: string[] = [], hear = (problem: string) => problems.push(problem);
    const named = { run: "a", task: "model", instance: "model[seed=1]", setting: "gamma=2,mdm" };
    deepStrictEqual(await readCurves([{ name: "a", record }], store, hear), [
      { ...named, isBroken: false, entries: [entry] },
    ]);
    deepStrictEqual(await readCurves([{ name: "a", record }], undefined, hear), []);
    deepStrictEqual(problems, [
      "Not in the store: 1 of the training logs of a.",
      "Not in the store: 2 of the training logs of a.",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("of a training that failed what is left in the store is read, until it is gone", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = Store.open(join(folder, "store"));
    const entry = { step: 1, loss: 2, gradientNorm: 3, learningRate: 0.1 };
    const failure = { task: "model", status: "failed", reason: "not finite", coordinates: {} };
    const record = {
      instances: {},
      failures: { model: { ...failure, key: KEY, params: {} }, other: { ...failure, params: {} } },
    } as unknown as RunRecord;
    const problems: string[] = [], hear = (problem: string) => problems.push(problem);
    const read = () => readCurves([{ name: "a", record }], store, hear);
    deepStrictEqual(await read(), []);
    await Deno.mkdir(store.scratchFolder(KEY), { recursive: true });
    await Deno.writeTextFile(join(store.scratchFolder(KEY), HISTORY_FILE), JSON.stringify(entry));
    deepStrictEqual(await read(), [
      { run: "a", task: "model", instance: "model", setting: "", isBroken: true, entries: [entry] },
    ]);
    deepStrictEqual(problems, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
