import { deepStrictEqual as assertEquals, strictEqual } from "node:assert/strict";
import { forecaster } from "./forecast.ts";
import type { Instance } from "../graph/instance.ts";
import type { TaskDefinition } from "../task.ts";
import type { Manifest } from "../store/manifest.ts";

function instanceOf(
  name: string,
  parsed: Record<string, unknown>,
  { inputs = {}, foresee }: {
    readonly inputs?: Instance["inputs"];
    readonly foresee?: TaskDefinition["foresee"];
  } = {},
) {
  const declared = { checkpoint: {}, dataset: {}, extra: {} };
  const definition = { kind: "train", params, cosmetic: ["note"], inputs: declared, foresee };
  return { name, parsed, inputs, module: { definition } } as unknown as Instance;
}

const params = { parse: (values: unknown) => values };
const inSeconds = ({ steps }: Record<string, unknown>) =>
  Promise.resolve({ seconds: (steps as number) * 4 - 2 });

const ran = {
  instance: "base",
  seconds: 10,
  startedAt: "2026-01-01",
  parts: { kind: "train", params: { steps: 5 } },
} as unknown as Manifest;

Deno.test("A forecast is what the same work took, else what its task foresees, else what others took", async () => {
  const forecast = forecaster([ran]), foresee = () => Promise.resolve({ seconds: 40 });
  const note = instanceOf("base", { steps: 5, note: "cosmetic" }, { foresee });
  strictEqual(await forecast(note), 10);
  // The process must start as well.
  strictEqual(await forecast(instanceOf("tuned", { steps: 7 }, { foresee })), 42);
  strictEqual(await forecast(instanceOf("other", { steps: 8 })), 10);
  strictEqual(await forecaster([])(instanceOf("base", { steps: 7 })), undefined);
});

Deno.test("What a task foresees is corrected by what it took with other parameters", async () => {
  // It had foreseen 20 seconds and took 10.
  const corrected = instanceOf("base", { steps: 50 }, { foresee: inSeconds });
  strictEqual(await forecaster([ran])(corrected), 100);
  const other = instanceOf("other", { steps: 50 }, { foresee: inSeconds });
  strictEqual(await forecaster([ran])(other), 200);
  // Nothing is twenty times as fast: what it read was something else.
  const odd = { ...ran, seconds: 0.1 };
  strictEqual(await forecaster([odd])(corrected), 50);
  // What was copied took no time.
  const copied = { ...ran, seconds: 0.1, startedAt: "2026-02-01", earlier: ["key"] };
  strictEqual(await forecaster([ran, copied])(corrected), 100);
});

Deno.test("Seconds that a tiny run took correct nothing that takes months", async () => {
  const forecast = forecaster([ran]), days = 1e6;
  const large = instanceOf("base", { steps: days }, { foresee: inSeconds });
  strictEqual(await forecast(large), 4 * days);
  const hour = instanceOf("base", { steps: 500 }, { foresee: inSeconds });
  strictEqual(await forecast(hour), 1000);
});

Deno.test("What a task foresees of a new seed is corrected by what another seed took", async () => {
  const seed = { ...ran, instance: "base[seed=1]" };
  const next = instanceOf("base[seed=2]", { steps: 50 }, { foresee: inSeconds });
  strictEqual(await forecaster([seed])(next), 100);
});

Deno.test("A task foresees from the facts of the tasks before it, which are asked once", async () => {
  let asked = 0;
  const source = instanceOf("base", { steps: 5 }, {
    foresee: ({ steps }) => Promise.resolve({ facts: { steps: steps as number, asked: ++asked } }),
  });
  const told: unknown[] = [];
  const tuned = (name: string) =>
    instanceOf(name, {}, {
      inputs: {
        checkpoint: { instance: source, output: "model" },
        dataset: { path: "/data", name: "data" },
      },
      foresee(_params, inputs) {
        told.push(inputs);
        return Promise.resolve({});
      },
    });
  const forecast = forecaster([]);
  await forecast(tuned("one"));
  await forecast(tuned("two"));
  const facts = { checkpoint: [{ steps: 5, asked: 1 }], dataset: [{ path: "/data" }], extra: [] };
  assertEquals(told, [facts, facts]);
});
