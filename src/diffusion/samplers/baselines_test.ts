import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { randomKey } from "../../random/key.ts";
import { sampleAutoregressive } from "./autoregressive_sampler.ts";
import { softmax } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { sampleFirstHitting } from "./first_hitting_sampler.ts";
import { guideLogits } from "../guidance/classifier_free.ts";
import { uniformPosterior } from "../process/posterior.ts";
import { samplePrism } from "./prism_sampler.ts";
import {
  advance,
  assertFollows,
  type Distribution,
  sameLabel,
  tabularDenoiser,
} from "../testing/toy_denoiser.ts";
import { sampleUniform } from "./uniform_sampler.ts";

const ROWS = 6000;
const denoiser = tabularDenoiser(randomKey(21));
const causal = tabularDenoiser(randomKey(22), { causal: true, vocab: 5 });
const { length, maskId } = denoiser;
const POSITIONS = [0, 1, 2];
const shared = { key: randomKey(8), labels: sameLabel(ROWS, 1) };

function xTheta(network: typeof denoiser, tokens: number[], position: number, gamma: number) {
  return softmax(guideLogits(
    new Float64Array(network.vocab),
    network.logits(tokens, 1),
    network.logits(tokens, network.noLabel),
    position * network.vocab,
    gamma,
    network.maskId,
  ));
}

/** Probability 1 for a token. */
const oneHot = (token: number, vocab = 4) =>
  Array.from({ length: vocab }, (_, i) => Number(i === token));

for (const gamma of [1, 2]) {
  Deno.test(`sampleFirstHitting() unmasks one random token after another at gamma = ${gamma}`, async () => {
    let expected: Distribution = new Map([["3,3,3", 1]]);
    for (let step = 0; step < length; step++) {
      const next: Distribution = new Map();
      for (const chosen of POSITIONS) {
        const part = advance(
          expected,
          (z) =>
            POSITIONS.map((i) =>
              i === chosen && z[i] === maskId ? xTheta(denoiser, z, i, gamma) : oneHot(z[i]!)
            ),
        );
        for (const [content, p] of part) {
          const masks = content.split(",").filter((token) => token === "3").length;
          if (masks === length - step - 1) {
            next.set(content, (next.get(content) ?? 0) + p / (length - step));
          }
        }
      }
      expected = next;
    }
    const { tokens, nfe, evaluations } = await sampleFirstHitting(denoiser, { ...shared, gamma });
    assertFollows(tokens, length, expected);
    assertEquals(nfe, length * gamma);
    ok(evaluations <= nfe);
  });

  Deno.test(`sampleAutoregressive() draws from left to right at gamma = ${gamma}`, async () => {
    const bosId = 0, eosId = 2, padId = 3;
    let expected: Distribution = new Map([["0,3,3", 1]]);
    for (const position of [0, 1]) {
      expected = advance(
        expected,
        (tokens) =>
          POSITIONS.map((i) =>
            i === position + 1 && !tokens.slice(1, i).includes(eosId)
              ? xTheta(causal, tokens, position, gamma)
              : oneHot(tokens[i]!, 5)
          ),
      );
    }
    const { tokens, nfe, evaluations } = await sampleAutoregressive(causal, {
      ...{ ...shared, gamma, bosId, eosId, padId },
    });
    assertFollows(tokens, length, expected);
    assertEquals(nfe, 2 * gamma);
    ok(evaluations < nfe);
  });

  Deno.test(`sampleAutoregressive() goes on after the eos of packed documents at gamma = ${gamma}`, async () => {
    const endId = 2;
    let expected: Distribution = new Map([["2,2,2", 1]]);
    for (const position of [0, 1]) {
      expected = advance(
        expected,
        (tokens) =>
          POSITIONS.map((i) =>
            i === position + 1 ? xTheta(causal, tokens, position, gamma) : oneHot(tokens[i]!, 5)
          ),
      );
    }
    const { tokens } = await sampleAutoregressive(causal, {
      ...{ ...shared, gamma, bosId: endId, eosId: endId, padId: endId },
    });
    assertFollows(tokens, length, expected);
  });

  Deno.test(`sampleUniform() draws UDLM's samples at gamma = ${gamma}`, async () => {
    const third = [1 / 3, 1 / 3, 1 / 3, 0];
    let expected = advance(new Map([["0,0,0", 1]]), () => [third, third, third]);
    const T = 3;
    for (let step = 0; step < T; step++) {
      const transition = { alphaT: step / T, alphaS: (step + 1) / T };
      expected = advance(expected, (z) =>
        POSITIONS.map((i) => {
          const posterior = (streamGamma: number) =>
            uniformPosterior(
              new Float64Array(4),
              xTheta(denoiser, z, i, streamGamma),
              z[i]!,
              transition,
              maskId,
            );
          const conditional = posterior(1), unconditional = posterior(0);
          const weights = Array.from(conditional, (p, token) =>
            p === 0 ? 0 : p ** gamma * unconditional[token]! ** (1 - gamma));
          const sum = weights.reduce((a, b) =>
            a + b, 0);
          return weights.map((weight) => weight / sum);
        }));
    }
    const { tokens, nfe } = await sampleUniform(denoiser, { ...shared, T, gamma });
    assertFollows(tokens, length, expected);
    assertEquals(nfe, T * gamma);
  });
}

Deno.test("uniformPosterior() is Bayes' rule for uniform noise", () => {
  const alphaT = 0.3, alphaS = 0.7, states = 3, stay = alphaT / alphaS;
  for (const x of [0, 1, 2]) {
    for (const zt of [0, 1, 2]) {
      const joint = [0, 1, 2].map((zs) =>
        ((zs === x ? alphaS : 0) + (1 - alphaS) / states) *
        ((zt === zs ? stay : 0) + (1 - stay) / states)
      );
      const sum = joint.reduce((a, b) => a + b, 0);
      const posterior = uniformPosterior(
        new Float64Array(4),
        oneHot(x),
        zt,
        { alphaT, alphaS },
        maskId,
      );
      joint.forEach((p, zs) => ok(Math.abs(posterior[zs]! - p / sum) < 1e-12));
      assertEquals(posterior[maskId], 0);
    }
  }
});

Deno.test("baselines give the same tokens however rows are evaluated", async () => {
  const large = tabularDenoiser(randomKey(3), { length: 6, vocab: 5 });
  const options = { key: randomKey(1), labels: sameLabel(40, 1), gamma: 2 };
  const ids = { bosId: 0, eosId: 1, padId: 2 };
  const causalLarge = tabularDenoiser(randomKey(3), { length: 6, vocab: 5, causal: true });
  for (
    const sample of [
      (more: object) => sampleFirstHitting(large, { ...options, ...more }),
      (more: object) => sampleAutoregressive(causalLarge, { ...options, ...ids, ...more }),
      (more: object) => sampleUniform(large, { ...options, T: 8, ...more }),
    ]
  ) {
    const naive = await sample({ reuse: false }), compacted = await sample({ batch: 7 });
    assertEquals(compacted.tokens, naive.tokens);
    assertEquals([compacted.nfe, naive.evaluations], [naive.nfe, naive.nfe]);
    ok(compacted.evaluations < naive.evaluations);
    const part = await sample({ firstRow: 25, labels: sameLabel(15, 1) });
    assertEquals([...part.tokens], [...naive.tokens.subarray(25 * 6)]);
  }
});

/** A network whose quality head finds the tokens 0 worst. */
function judging(): Denoiser {
  const large = tabularDenoiser(randomKey(6), { length: 8, vocab: 4 });
  return {
    ...large,
    judges: true,
    async evaluate(tokens, labels, rows) {
      const { logits } = await large.evaluate(tokens, labels, rows);
      const quality = Float32Array.from(tokens, (token, i) => token === 0 ? -5 + i / 1e3 : 5);
      return { logits, quality };
    },
  };
}

Deno.test("samplePrism() masks the worst tokens again and keeps to its plan", async () => {
  const network = judging(), rows = 50;
  const counts: number[] = [];
  let last = new Int32Array(rows * 8).fill(3), remasks = 0;
  const { tokens, nfe } = await samplePrism(network, {
    ...{ key: randomKey(2), labels: sameLabel(rows, 0), T: 8, remasked: 2, gamma: 2 },
    observe({ tokens }) {
      counts.push(tokens.filter((token) => token !== 3).length / rows);
      for (let row = 0; row < rows; row++) {
        const before = last.subarray(row * 8, (row + 1) * 8);
        const gone = [...before.keys()].filter((i) => before[i] !== 3 && tokens[row * 8 + i] === 3);
        remasks += gone.length;
        const zeros = before.filter((token) => token === 0).length;
        const goneZeros = gone.filter((i) => before[i] === 0).length;
        assertEquals(goneZeros, Math.min(zeros, gone.length));
      }
      last = tokens.slice();
    },
  });
  assertEquals(counts, [1, 2, 3, 4, 5, 6, 7, 8]);
  // Two tokens at each of the steps that begin with 3, 4 and 5 unmasked tokens.
  assertEquals(remasks, rows * 2 * 3);
  assertEquals(nfe, 16);
  const share = tokens.filter((token) => token === 0).length / tokens.length;
  const plain = await samplePrism(network, {
    ...{ key: randomKey(2), labels: sameLabel(rows, 0), T: 8, remasked: 0, gamma: 2 },
  });
  ok(share < plain.tokens.filter((token) => token === 0).length / tokens.length);
});

Deno.test("samplePrism() masks nothing again before the share of steps that remaskFrom says", async () => {
  const rows = 20, remasks: number[] = [];
  let last = new Int32Array(rows * 8).fill(3);
  await samplePrism(judging(), {
    ...{ key: randomKey(2), labels: sameLabel(rows, 0), T: 8, remasked: 2, remaskFrom: 0.5 },
    observe({ tokens }) {
      remasks.push(last.filter((token, i) => token !== 3 && tokens[i] === 3).length);
      last = tokens.slice();
    },
  });
  // Of the steps that begin with 3, 4 and 5 unmasked tokens the first is before the half.
  assertEquals(remasks, [0, 0, 0, 0, 2 * rows, 2 * rows, 0, 0]);
});

Deno.test("samplers of baselines refuse options out of range", async () => {
  const options = { key: randomKey(2), labels: sameLabel(1, 0) };
  await rejects(sampleUniform(denoiser, { ...options, T: 0 }), /T must be a positive integer/);
  await rejects(samplePrism(judging(), { ...options, T: 1, remasked: -1 }), /remasked must be/);
  await rejects(
    samplePrism(judging(), { ...options, T: 1, remasked: 1, remaskFrom: 2 }),
    /remaskFrom must be in \[0, 1\]: got 2/,
  );
  await rejects(sampleFirstHitting(denoiser, { ...options, gamma: NaN }), /gamma must be a finite/);
});
