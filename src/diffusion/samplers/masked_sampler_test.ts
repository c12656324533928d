import {
  deepStrictEqual as assertEquals,
  notDeepStrictEqual,
  ok,
  rejects,
} from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { argmax, softmax } from "../process/categorical.ts";
import type { CorrectorOptions } from "../denoising/corrector.ts";
import { guideLogits } from "../guidance/classifier_free.ts";
import type { Transition } from "../process/posterior.ts";
import { maskedPosterior } from "../testing/masked_posterior.ts";
import type { RemaskingOptions } from "../process/remasking.ts";
import { noiseSchedule, type NoiseScheduleName } from "../process/noise_schedule.ts";
import { type MaskedSamplerOptions, sampleMasked } from "./masked_sampler.ts";
import type { Frame } from "./sampler.ts";
import {
  advance,
  assertFollows,
  type Distribution,
  sameLabel,
  tabularDenoiser,
} from "../testing/toy_denoiser.ts";

const denoiser = tabularDenoiser(randomKey(11));
const { length, vocab, maskId, noLabel } = denoiser;
const POSITIONS = [0, 1, 2];
const MASKED: Distribution = new Map([["3,3,3", 1]]);

/** Guided probabilities, written out independently of the samplers. */
function xTheta(tokens: number[], position: number, gamma: number): Float64Array {
  const out = new Float64Array(vocab);
  return softmax(guideLogits(
    out,
    denoiser.logits(tokens, 1),
    denoiser.logits(tokens, noLabel),
    position * vocab,
    gamma,
    maskId,
  ));
}

/** The distribution that ancestral sampling leads to, by enumeration of all paths. */
function enumerate(
  transitions: readonly Transition[],
  gamma: number,
  corrector?: CorrectorOptions,
): Distribution {
  let distribution = MASKED;
  transitions.forEach((transition, step) => {
    const fires = corrector !== undefined && (step + 1) % (corrector.omega ?? 1) === 0;
    const correctorGamma = corrector?.guidance === "guided" ? gamma : 1;
    distribution = advance(distribution, (z) => {
      let input = z, current = z, drawGamma = gamma;
      if (fires) {
        drawGamma = correctorGamma;
        let y = POSITIONS.map((i) => argmax(xTheta(z, i, correctorGamma)));
        for (let round = 0; round < corrector.S; round++) {
          input = y;
          y = POSITIONS.map((i) => argmax(xTheta(input, i, correctorGamma)));
        }
        current = z.map((token, i) => token === maskId ? maskId : y[i]!);
      }
      return POSITIONS.map((i) =>
        maskedPosterior(
          new Float64Array(vocab),
          xTheta(input, i, drawGamma),
          current[i]!,
          transition,
          maskId,
        )
      );
    });
  });
  return distribution;
}

function plainTransitions(T: number, name: NoiseScheduleName): Transition[] {
  const { alpha } = noiseSchedule(name);
  return Array.from({ length: T }, (_, step) => ({
    alphaT: alpha(1 - step / T),
    alphaS: step === T - 1 ? 1 : alpha(1 - (step + 1) / T),
  }));
}

const draw = (options: Partial<MaskedSamplerOptions>, rows = 6000) =>
  sampleMasked(denoiser, { key: randomKey(5), labels: sameLabel(rows, 1), T: 3, ...options });

for (const gamma of [0, 1, 2.5]) {
  Deno.test(`sampleMasked() draws an MDM's samples at gamma = ${gamma}`, async () => {
    const { tokens } = await draw({ gamma });
    assertFollows(tokens, length, enumerate(plainTransitions(3, "log-linear"), gamma));
  });
}

for (const name of ["linear", "cosine", "polynomial"] as const) {
  Deno.test(`sampleMasked() follows the ${name} schedule`, async () => {
    const { tokens } = await draw({ noise: noiseSchedule(name) });
    assertFollows(tokens, length, enumerate(plainTransitions(3, name), 1));
  });
}

for (
  const corrector of [
    { S: 1, omega: 1 },
    { S: 3, omega: 2 },
    { S: 2, omega: 1, guidance: "guided" },
  ] satisfies CorrectorOptions[]
) {
  Deno.test(`sampleMasked() is ProSeCo with ${JSON.stringify(corrector)}`, async () => {
    const { tokens } = await draw({ gamma: 2, T: 4, corrector });
    assertFollows(tokens, length, enumerate(plainTransitions(4, "log-linear"), 2, corrector));
  });
}

const half = { alphaT: 0.6, alphaS: 0.6 };
for (
  const [name, remasking, transitions] of [
    ["cap", { strength: "cap", eta: 0.2 }, [
      { alphaT: 0, alphaS: 1 / 3, sigma: 0.2 },
      { alphaT: 1 / 3, alphaS: 2 / 3, sigma: 0.2 },
      { alphaT: 2 / 3, alphaS: 1 },
    ]],
    ["rescale", { strength: "rescale", eta: 0.5 }, [
      { alphaT: 0, alphaS: 1 / 3, sigma: 0.5 },
      { alphaT: 1 / 3, alphaS: 2 / 3, sigma: 0.5 },
      { alphaT: 2 / 3, alphaS: 1 },
    ]],
    ["switch", { strength: "cap", eta: 0.2, window: { kind: "switch", tSwitch: 0.7 } }, [
      { alphaT: 0, alphaS: 1 / 3 },
      { alphaT: 1 / 3, alphaS: 2 / 3, sigma: 0.2 },
      { alphaT: 2 / 3, alphaS: 1 },
    ]],
    ["loop", {
      strength: "cap",
      eta: 0.2,
      window: { kind: "loop", tOn: 0.75, tOff: 0.25, alphaOn: 0.6 },
    }, [
      { alphaT: 0, alphaS: 0.6 },
      { ...half, sigma: 0.2 },
      { ...half, sigma: 0.2 },
      { alphaT: 0.6, alphaS: 1 },
    ]],
  ] satisfies [string, RemaskingOptions, Transition[]][]
) {
  Deno.test(`sampleMasked() is ReMDM with ${name}`, async () => {
    const { tokens } = await draw({ T: transitions.length, remasking });
    assertFollows(tokens, length, enumerate(transitions, 1));
  });
}

Deno.test("sampleMasked() with confidence masks again rather what was improbable", async () => {
  // No token is unmasked before the first step, so psi comes from the fully masked sequence.
  const first = { alphaT: 0, alphaS: 1 / 3 }, second = { alphaT: 1 / 3, alphaS: 2 / 3 };
  const sigma = 0.9;
  const fromMask = POSITIONS.map((i) => xTheta([3, 3, 3], i, 1));
  const afterFirst = advance(
    MASKED,
    (z) =>
      POSITIONS.map((i) =>
        maskedPosterior(new Float64Array(vocab), fromMask[i]!, z[i]!, first, maskId)
      ),
  );
  const expected = advance(afterFirst, (z) => {
    const weights = z.map((token, i) => token === maskId ? 0 : Math.exp(-fromMask[i]![token]!));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return POSITIONS.map((i) => {
      const transition = { ...second, sigma: z[i] === maskId ? 0 : sigma * weights[i]! / total };
      return maskedPosterior(new Float64Array(vocab), xTheta(z, i, 1), z[i]!, transition, maskId);
    });
  });
  let seen: Int32Array | undefined;
  await draw({
    remasking: { strength: "rescale", eta: sigma, confidence: true },
    observe: ({ step, tokens }) => seen = step === 1 ? tokens.slice() : seen,
  });
  assertFollows(seen!, length, expected);
});

for (
  const [name, options] of [
    ["MDM", {}],
    ["ProSeCo", { corrector: { S: 3, omega: 2 } }],
    ["ProSeCo with draws", { corrector: { S: 2, prior: "sampled", step: "sampled" } }],
    ["ProSeCo with top-k steps", { corrector: { S: 2, step: "topK", topK: 1 } }],
    ["guided ProSeCo", { corrector: { S: 3, guidance: "guided" } }],
    ["ReMDM", { remasking: { strength: "cap", eta: 0.1, confidence: true } }],
    ["nucleus sampling", { nucleusP: 0.8, temperature: 0.7 }],
  ] satisfies [string, Partial<MaskedSamplerOptions>][]
) {
  Deno.test(`sampleMasked() of ${name} gives the same tokens however rows are evaluated`, async () => {
    const large = tabularDenoiser(randomKey(3), { length: 6, vocab: 5 });
    const run = (more: Partial<MaskedSamplerOptions>) =>
      sampleMasked(large, {
        key: randomKey(1),
        labels: sameLabel(40, 1),
        T: 8,
        gamma: 2,
        ...options,
        ...more,
      });
    const naive = await run({ reuse: false });
    const compacted = await run({});
    assertEquals(compacted.tokens, naive.tokens);
    assertEquals((await run({ batch: 7 })).tokens, naive.tokens);
    const parts = await Promise.all(
      [0, 25].map((firstRow) => run({ firstRow, labels: sameLabel(firstRow === 0 ? 25 : 15, 1) })),
    );
    assertEquals(parts.flatMap(({ tokens }) => [...tokens]), [...naive.tokens]);
    assertEquals([compacted.nfe, naive.evaluations], [naive.nfe, naive.nfe]);
    ok(compacted.evaluations < naive.evaluations);
    ok(!compacted.tokens.includes(large.maskId));
    notDeepStrictEqual((await run({ key: randomKey(2) })).tokens, naive.tokens);
  });
}

Deno.test("sampleMasked() counts a guided evaluation as two and skips what gamma = 1 does not need", async () => {
  const cost = async (options: Partial<MaskedSamplerOptions>) =>
    (await draw({ T: 8, ...options }, 4)).nfe;
  assertEquals(await cost({ gamma: 1 }), 8);
  assertEquals(await cost({ gamma: 2 }), 16);
  assertEquals(await cost({ gamma: 2, corrector: { S: 3, omega: 2 } }), 16 + 4 * 3);
  assertEquals(await cost({ gamma: 2, corrector: { S: 3, omega: 2, start: 5 } }), 16 + 2 * 3);
  assertEquals(
    await cost({ gamma: 2, corrector: { S: 3, omega: 2, guidance: "guided" } }),
    16 + 4 * 3 * 2,
  );
});

Deno.test("sampleMasked() at omega = 1 does not depend on gamma unless the corrector is guided", async () => {
  const tokens = async (gamma: number, guidance: "conditional" | "guided") =>
    (await draw({ gamma, T: 8, corrector: { S: 2, guidance } }, 200)).tokens;
  assertEquals(await tokens(4, "conditional"), await tokens(1, "conditional"));
  notDeepStrictEqual(await tokens(4, "guided"), await tokens(1, "guided"));
});

Deno.test("sampleMasked() never changes given tokens, nor does its corrector", async () => {
  const rows = 50, given = new Int32Array(rows * length).fill(maskId);
  for (let row = 0; row < rows; row++) given[row * length + 1] = row % 3;
  const { tokens } = await draw({ given, T: 4, corrector: { S: 3 } }, rows);
  for (let row = 0; row < rows; row++) assertEquals(tokens[row * length + 1], row % 3);
  await rejects(draw({ given: Int32Array.of(3) }), /given must hold 6000 × 3 tokens: got 1/);
});

Deno.test("sampleMasked() shows each step and stops when told to", async () => {
  const frames: Pick<Frame, "step" | "phase" | "round">[] = [];
  const observe = ({ step, phase, round }: Frame) => {
    frames.push({ step, phase, ...(round && { round }) });
  };
  await draw({ T: 2, corrector: { S: 1, omega: 2 }, observe }, 100);
  assertEquals(frames, [
    { step: 0, phase: "unmask" },
    { step: 1, phase: "correct", round: 1 },
    { step: 1, phase: "unmask" },
  ]);
  await rejects(draw({ signal: AbortSignal.abort(new Error("enough")) }), /enough/);
});

Deno.test("sampleMasked() refuses options out of range", async () => {
  await rejects(draw({ T: 0 }), /T must be a positive integer: got 0/);
  await rejects(draw({ gamma: -1 }), /gamma must be a finite number of at least 0: got -1/);
  await rejects(draw({ nucleusP: 0 }), /nucleusP must be in \(0, 1\]: got 0/);
  await rejects(draw({ temperature: -1 }), /temperature must be at least 0: got -1/);
  await rejects(draw({ corrector: { S: 1, omega: 0 } }), /omega must be .* at least 1: got 0/);
  await rejects(draw({ remasking: { strength: "cap", eta: 2 } }), /eta must be in \[0, 1\]: got 2/);
});
