import { rejects } from "node:assert/strict";
import { randomKey } from "../../random/mod.ts";
import { drawSamples, type DrawSettings } from "./draw_samples.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";

const SETTINGS: DrawSettings = {
  ...{ sampler: "mdm", key: randomKey(1), labels: sameLabel(2, 0), T: 2 },
  ...{ schedule: "log-linear", corrector: { S: 1 }, remasked: 1, bosId: 0, eosId: 1, padId: 2 },
};

Deno.test("drawSamples() refuses labels and guidance that the network does not have", async () => {
  const denoiser = tabularDenoiser(randomKey(2));
  for (const label of [-1, 3]) {
    await rejects(
      drawSamples(denoiser, { ...SETTINGS, labels: Int32Array.of(0, label) }),
      new RegExp(`labels must be 0 to 2, the last of which is none: got ${label}`),
    );
  }
  const unconditional = { ...denoiser, noLabel: 0 };
  await drawSamples(unconditional, SETTINGS);
  await rejects(
    drawSamples(unconditional, { ...SETTINGS, gamma: 2 }),
    /gamma guides to a label, and the network was trained without any: leave it at 1: got 2/,
  );
});

Deno.test("drawSamples() refuses what udlm would have to ignore", async () => {
  const settings: DrawSettings = { ...SETTINGS, sampler: "udlm" };
  const denoiser = tabularDenoiser(randomKey(2));
  await drawSamples(denoiser, { ...settings, temperature: 1, nucleusP: 1 });
  for (const given of [{ temperature: 0.5 }, { nucleusP: 0.9 }]) {
    await rejects(
      drawSamples(denoiser, { ...settings, ...given }),
      /leave temperature and nucleusP/,
    );
  }
});
