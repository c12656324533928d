import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import { drawSamples, settingsOf } from "./draw_samples.ts";
import { prosecoSampler } from "../samplers/proseco_sampler.ts";
import { samplerNamed } from "../samplers/samplers.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";

const OPTIONS = {
  ...{ sampler: samplerNamed("mdm"), settings: { T: 2 } },
  ...{ key: randomKey(1), labels: sameLabel(2, 0), bosId: 0, eosId: 1, padId: 2 },
};

Deno.test("drawSamples() refuses labels and guidance that the network does not have", async () => {
  const denoiser = tabularDenoiser(randomKey(2));
  for (const label of [-1, 3]) {
    await rejects(
      drawSamples(denoiser, { ...OPTIONS, labels: Int32Array.of(0, label) }),
      new RegExp(`labels must be 0 to 2, the last of which is none: got ${label}`),
    );
  }
  const unconditional = { ...denoiser, noLabel: 0 };
  await drawSamples(unconditional, OPTIONS);
  await rejects(
    drawSamples(unconditional, { ...OPTIONS, gamma: 2 }),
    /gamma guides to a label, and the network was trained without any: leave it at 1: got 2/,
  );
});

Deno.test("settingsOf() fills in defaults and leaves out what other samplers have", () => {
  assertEquals(settingsOf(samplerNamed("udlm"), { T: 4, temperature: 2, corrector: { S: 1 } }), {
    ...{ T: 4, noise: "log-linear" },
  });
  assertEquals(settingsOf(prosecoSampler, { corrector: { S: 2 } }).corrector.omega, 1);
});

Deno.test("settingsOf() says which setting a sampler lacks", () => {
  throws(
    () => settingsOf(samplerNamed("remdm"), { T: 4 }),
    /^RangeError: Cannot sample with "remdm": remasking: Invalid input/,
  );
});
