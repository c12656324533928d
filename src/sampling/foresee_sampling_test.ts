import { deepStrictEqual as assertEquals, ok, strictEqual } from "node:assert/strict";
import { EngineUnavailable } from "../tensor/engines/engine.ts";
import { engineOf } from "../tensor/engines/engines.ts";
import { type CostSettings, foreseeSampling } from "./foresee_sampling.ts";

const DRAW: CostSettings = { sampler: "mdm", T: 16, gamma: 1, count: 64 };

const INPUTS = {
  dataset: [{ length: 24, vocab: 34 }],
  checkpoint: [{ hiddenSize: 128, nBlocks: 4 }],
};

async function secondsOf(...draws: readonly CostSettings[]): Promise<number> {
  return (await foreseeSampling(draws, INPUTS)).seconds!;
}

Deno.test("foreseeSampling() expects twice the work of guided samples and more of corrected ones", async () => {
  const close = (a: number, b: number) => ok(Math.abs(a / b - 1) < 1e-9, `${a} ${b}`);
  const once = await secondsOf(DRAW);
  close(await secondsOf({ ...DRAW, gamma: 2 }), 2 * once);
  close(await secondsOf(DRAW, { ...DRAW, gamma: 0 }), 2 * once);
  ok(await secondsOf({ ...DRAW, sampler: "proseco", corrector: { S: 2 } }) > 2 * once);
});

Deno.test("foreseeSampling() says nothing of a network that nothing is known of", async () => {
  const { seconds } = await foreseeSampling([DRAW], { ...INPUTS, checkpoint: [] });
  strictEqual(seconds, undefined);
});

Deno.test("foreseeSampling() reads the sizes of a network that no task wrote", async () => {
  const path = new URL("../../results/models/mdm", import.meta.url).pathname;
  const draws = [DRAW, DRAW];
  const inputs = { dataset: [{ path: "/nosuch" }], checkpoint: [{ path }] };
  const { seconds, facts } = await foreseeSampling(draws, inputs);
  ok(seconds! > 0);
  assertEquals(facts, { samples: 128 });
});

Deno.test("foreseeSampling() measures the engine that will draw, and says nothing of one that is not here", async () => {
  const engine = engineOf("cpu"), prepare = engine.prepare;
  try {
    engine.prepare = () => Promise.reject(new EngineUnavailable("cpu", "taken away"));
    strictEqual((await foreseeSampling([{ ...DRAW, engine: "cpu" }], INPUTS)).seconds, undefined);
    ok(await secondsOf(DRAW) > 0);
  } finally {
    engine.prepare = prepare;
  }
});
