import { deepStrictEqual as assertEquals, ok, rejects, strictEqual } from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Classifier } from "../../model/classifier/classifier.ts";
import { argmax } from "../process/categorical.ts";
import { noiseSchedule } from "../process/noise_schedule.ts";
import type { CorrectorOptions } from "../denoising/corrector.ts";
import { sampleAutoregressive } from "../samplers/autoregressive_sampler.ts";
import { uniformPosterior } from "../process/posterior.ts";
import { sampleUniform } from "../samplers/uniform_sampler.ts";
import { sampleMasked } from "../samplers/masked_sampler.ts";
import { toyWorld } from "../testing/toy_classifier.ts";
import { advance, assertFollows, type Distribution, sameLabel } from "../testing/toy_denoiser.ts";
import { exactGuide } from "./exact_guide.ts";
import { firstOrderGuide } from "./first_order_guide.ts";

const world = toyWorld(randomKey(7)), { denoiser, classifier, marginal, labelProbability } = world;
const { length, vocab, maskId } = denoiser, POSITIONS = [0, 1, 2], LABEL = 1;

/** The guided transition at a position by Bayes' rule, written out over all that may stand there. */
function transition(
  z: number[],
  position: number,
  { alphaT, alphaS }: { readonly alphaT: number; readonly alphaS: number },
  gamma: number,
  seen = z,
): Float64Array {
  if (z[position] !== maskId) {
    return Float64Array.from({ length: vocab }, (_, v) => +(v === z[position]));
  }
  const stay = (1 - alphaS) / (1 - alphaT), x = marginal(seen.with(position, maskId), position);
  const weights = x.map((p, token) =>
    (token === maskId ? stay : (1 - stay) * p) *
    labelProbability(seen.with(position, token), LABEL) ** gamma
  );
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** What guided sampling leads to, by enumeration of all paths. */
function enumerate(T: number, gamma: number, corrector?: CorrectorOptions): Distribution {
  const { alpha } = noiseSchedule("log-linear");
  let distribution: Distribution = new Map([["2,2,2", 1]]);
  for (let step = 0; step < T; step++) {
    const levels = {
      alphaT: alpha(1 - step / T),
      alphaS: step === T - 1 ? 1 : alpha(1 - (step + 1) / T),
    };
    distribution = advance(distribution, (z) => {
      if (corrector === undefined) return POSITIONS.map((i) => transition(z, i, levels, gamma));
      const strength = corrector.guidance === "guided" ? gamma : Math.min(gamma, 1);
      const best = (tokens: number[], i: number) => {
        const x = marginal(tokens.with(i, maskId), i);
        return argmax(
          x.map((p, token) =>
            token === maskId ? 0 : p * labelProbability(tokens.with(i, token), LABEL) ** strength
          ),
        );
      };
      let seen = z, y = POSITIONS.map((i) => best(z, i));
      for (let round = 0; round < corrector.S; round++) {
        seen = y;
        y = POSITIONS.map((i) => best(seen, i));
      }
      const current = z.map((token, i) => token === maskId ? maskId : y[i]!);
      return POSITIONS.map((i) => transition(current, i, levels, strength, seen));
    });
  }
  return distribution;
}

const draw = (T: number, gamma: number, corrector?: CorrectorOptions, reuse = true, rows = 4000) =>
  sampleMasked(denoiser, {
    ...{ key: randomKey(5), labels: sameLabel(rows, 0), T, gamma, corrector, reuse },
    guide: { guide: exactGuide(classifier), labels: sameLabel(rows, LABEL) },
  });

for (const gamma of [0, 1, 2.5]) {
  Deno.test(`a classifier guides an MDM as Bayes' rule has it at gamma = ${gamma}`, async () => {
    assertFollows((await draw(3, gamma)).tokens, length, enumerate(3, gamma));
  });
}

Deno.test("with the true classifier and many steps, what is drawn are the sequences of the label", async () => {
  const given = world.given(LABEL), reached = enumerate(256, 1);
  const distance = [...given].reduce((sum, [x, p]) => sum + Math.abs(p - (reached.get(x) ?? 0)), 0);
  ok(distance / 2 < 0.01, `total variation ${distance / 2}`);
  // Without guidance they are not.
  const plain = enumerate(256, 0);
  const far = [...given].reduce((sum, [x, p]) => sum + Math.abs(p - (plain.get(x) ?? 0)), 0);
  ok(far / 2 > 0.1, `total variation ${far / 2}`);
  assertFollows((await draw(256, 1, undefined, true, 1000)).tokens, length, reached);
});

for (
  const corrector of [
    { S: 1 },
    { S: 2, guidance: "guided" },
  ] satisfies CorrectorOptions[]
) {
  Deno.test(`a classifier guides the corrector, too, with ${JSON.stringify(corrector)}`, async () => {
    assertFollows((await draw(3, 2, corrector)).tokens, length, enumerate(3, 2, corrector));
  });
}

Deno.test("a guided row is drawn the same whether or not evaluations are left out", async () => {
  for (const corrector of [undefined, { S: 2, omega: 2, prior: "kept" }] as const) {
    const lazy = await draw(4, 2, corrector, true, 40),
      plain = await draw(4, 2, corrector, false, 40);
    assertEquals(lazy.tokens, plain.tokens);
    ok(lazy.evaluations < plain.evaluations);
    strictEqual(lazy.nfe, corrector === undefined ? 4 : 8);
  }
});

Deno.test("a classifier does not guide what is masked again", async () => {
  await rejects(
    sampleMasked(denoiser, {
      ...{ key: randomKey(0), labels: sameLabel(1, 0), T: 2 },
      remasking: { strength: "cap", eta: 0.1 },
      guide: { guide: exactGuide(classifier), labels: sameLabel(1, LABEL) },
    }),
    /a classifier does not guide which tokens are masked again/,
  );
});

Deno.test("a classifier weighs the posteriors of uniform diffusion", async () => {
  const rows = 4000, T = 3, gamma = 2, { alpha } = noiseSchedule("log-linear");
  let expected: Distribution = advance(
    new Map([["0,0,0", 1]]),
    () => POSITIONS.map(() => Float64Array.of(0.5, 0.5, 0)),
  );
  for (let step = 0; step < T; step++) {
    const levels = {
      alphaT: alpha(1 - step / T),
      alphaS: step === T - 1 ? 1 : alpha(1 - (step + 1) / T),
    };
    expected = advance(expected, (z) =>
      POSITIONS.map((i) => {
        const x = marginal(z.with(i, maskId), i);
        const weights = uniformPosterior(new Float64Array(vocab), x, z[i]!, levels, maskId)
          .map((q, token) => q * labelProbability(z.with(i, token), LABEL) ** gamma);
        const sum = weights.reduce((sum, weight) => sum + weight, 0);
        return weights.map((weight) => weight / sum);
      }));
  }
  const drawn = await sampleUniform(denoiser, {
    ...{ key: randomKey(5), labels: sameLabel(rows, 0), T, gamma },
    guide: { guide: exactGuide(classifier), labels: sameLabel(rows, LABEL) },
  });
  assertFollows(drawn.tokens, length, expected);
  strictEqual(drawn.nfe, T);
});

Deno.test("FUDGE with the true classifier of prefixes draws the sequences of the label", async () => {
  const causal = toyWorld(randomKey(8), { length: 4, vocab: 4, causal: true }), rows = 4000;
  const options = {
    ...{ key: randomKey(1), labels: sameLabel(rows, 0), bosId: 0, eosId: 0, padId: 0 },
  };
  const drawn = await sampleAutoregressive(causal.denoiser, {
    ...options,
    guide: { guide: exactGuide(causal.classifier), labels: sameLabel(rows, LABEL) },
  });
  assertFollows(drawn.tokens, 4, causal.given(LABEL));
  strictEqual(drawn.nfe, 3);
  // Where but one token is scored, no other is drawn.
  const greedy = await sampleAutoregressive(causal.denoiser, {
    ...options,
    guide: {
      guide: exactGuide(causal.classifier, { mostCandidates: 1 }),
      labels: sameLabel(rows, LABEL),
    },
  });
  const first = greedy.tokens.slice(0, 4);
  for (let row = 1; row < rows; row++) {
    assertEquals(greedy.tokens.slice(4 * row, 4 * row + 4), first);
  }
});

Deno.test("of a classifier that is linear in the tokens one gradient says what all evaluations do", async () => {
  const stream = new RandomStream(randomKey(2)), classes = 2;
  const weights = Float32Array.from({ length: classes * length * vocab }, () => stream.normal());
  const weightAt = (label: number, i: number) => weights[label * length * vocab + i]!;
  const linear: Classifier = {
    ...{ length, vocab, maskId, classes },
    evaluate: (tokens, rows) =>
      Promise.resolve(Float32Array.from({ length: rows * classes }, (_, i) => {
        const row = Math.floor(i / classes), label = i % classes;
        return POSITIONS.reduce(
          (sum, position) =>
            sum + weightAt(label, position * vocab + tokens[row * length + position]!),
          0,
        );
      })),
    gradients: (_tokens, labels, rows) =>
      Promise.resolve(Float32Array.from(
        { length: rows * length * vocab },
        (_, i) => weightAt(labels[Math.floor(i / (length * vocab))]!, i % (length * vocab)),
      )),
    release: () => Promise.resolve(),
  };
  const requests = [[0, 2, 1], [2, 2, 2]].map((tokens, label) => ({
    ...{ tokens: Int32Array.from(tokens), label, positions: POSITIONS },
  }));
  const exact = exactGuide(linear), firstOrder = firstOrderGuide(linear);
  const [all, once] = [await exact.scores(requests), await firstOrder.scores(requests)];
  assertEquals([exact.evaluations, firstOrder.evaluations], [2 * length * vocab, 2]);
  requests.forEach((_, i) => {
    for (let at = 0; at < length * vocab; at++) {
      const mask = Math.floor(at / vocab) * vocab + maskId;
      const [a, b] = [all, once].map((scores) => scores[i]![at]! - scores[i]![mask]!);
      ok(Math.abs(a! - b!) < 1e-5, `${a} is not ${b}`);
    }
  });
});
