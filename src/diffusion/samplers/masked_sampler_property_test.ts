import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { randomKey } from "../../random/key.ts";
import { CORRECTOR_PRIORS, type CorrectorOptions } from "../denoising/corrector.ts";
import type { RemaskingOptions } from "../process/remasking.ts";
import { sampleMasked } from "./masked_sampler.ts";
import { NOISE_SCHEDULES, noiseSchedule } from "../process/noise_schedule.ts";
import { sameLabel, tabularDenoiser } from "../testing/toy_denoiser.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

const corrector: fc.Arbitrary<CorrectorOptions> = fc.record({
  S: fc.integer({ min: 0, max: 4 }),
  omega: fc.integer({ min: 1, max: 3 }),
  start: fc.integer({ min: 0, max: 5 }),
  guidance: fc.constantFrom("conditional", "guided"),
  prior: fc.constantFrom(...CORRECTOR_PRIORS),
  step: fc.constantFrom("argmax", "sampled", "topK"),
  topK: fc.integer({ min: 1, max: 3 }),
});

const remasking: fc.Arbitrary<RemaskingOptions> = fc.record({
  strength: fc.constantFrom("cap", "rescale"),
  eta: unit,
  confidence: fc.boolean(),
  window: fc.oneof(
    fc.constant({ kind: "always" as const }),
    fc.record({ kind: fc.constant("switch" as const), tSwitch: unit }),
    fc.constant({ kind: "loop" as const, tOn: 0.6, tOff: 0.2, alphaOn: 0.8 }),
  ),
});

const settings = fc.record({
  seed: fc.nat(),
  T: fc.integer({ min: 1, max: 12 }),
  gamma: fc.constantFrom(0, 0.5, 1, 3),
  temperature: fc.constantFrom(0.5, 1),
  nucleusP: fc.constantFrom(0.7, 1),
  batch: fc.integer({ min: 1, max: 9 }),
  noise: fc.constantFrom(...NOISE_SCHEDULES).map(noiseSchedule),
  corrector: fc.option(corrector, { nil: undefined }),
  remasking: fc.option(remasking, { nil: undefined }),
});

Deno.test("sampleMasked() with any options unmasks all, and skips only what does not matter", async () => {
  const denoiser = tabularDenoiser(randomKey(17), { length: 5, vocab: 4 });
  await fc.assert(
    fc.asyncProperty(settings, async ({ seed, ...options }) => {
      const common = { ...options, key: randomKey(seed), labels: sameLabel(6, 1) };
      const plain = await sampleMasked(denoiser, { ...common, reuse: false });
      const compacted = await sampleMasked(denoiser, common);
      assertEquals(compacted.tokens, plain.tokens);
      assertEquals([compacted.nfe, plain.evaluations], [plain.nfe, plain.nfe]);
      ok(compacted.evaluations <= plain.evaluations);
      ok(!plain.tokens.includes(denoiser.maskId));
    }),
    { seed: 1, numRuns: 150 },
  );
});
