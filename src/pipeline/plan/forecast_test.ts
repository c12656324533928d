import { deepStrictEqual as assertEquals, strictEqual } from "node:assert/strict";
import { forecaster, type Outlook } from "./forecast.ts";
import type { Instance } from "../graph/instance.ts";
import type { Manifest } from "../store/manifest.ts";

function instanceOf(
  name: string,
  parsed: Record<string, unknown>,
  inputs: Instance["inputs"] = {},
) {
  const definition = { kind: "train", cosmetic: ["note"] };
  return { name, parsed, inputs, module: { definition } } as unknown as Instance;
}

const ran = {
  instance: "base",
  seconds: 10,
  startedAt: "2026-01-01",
  parts: { kind: "train", params: { steps: 5 } },
} as unknown as Manifest;

Deno.test("A forecast is what the same work took, else what is reckoned, else what others took", async () => {
  const forecast = forecaster(
    [ran],
    ({ params }) => Promise.resolve(params.steps === 7 ? 42 : undefined),
  );
  strictEqual(await forecast(instanceOf("base", { steps: 5, note: "cosmetic" })), 10);
  strictEqual(await forecast(instanceOf("base", { steps: 7 })), 42);
  strictEqual(await forecast(instanceOf("other", { steps: 8 })), 10);
  strictEqual(await forecaster([])(instanceOf("base", { steps: 7 })), undefined);
});

Deno.test("What reckons is told of the instances that the inputs come from", async () => {
  const source = instanceOf("base", { steps: 5 });
  const tuned = instanceOf("tuned", { steps: 6 }, {
    checkpoint: { instance: source, output: "model" },
    dataset: { path: "/data", name: "data" },
  });
  const told: Outlook[] = [];
  await forecaster([], (outlook) => {
    told.push(outlook);
    return Promise.resolve(undefined);
  })(tuned);
  assertEquals(told, [{
    kind: "train",
    params: { steps: 6 },
    sources: {
      checkpoint: [{ kind: "train", params: { steps: 5 }, sources: {} }],
      dataset: [],
    },
  }]);
});
