/**
 * The losses of T steps against the variational bound by enumeration of all paths, and the
 * continuous-time losses against the limit of one short step.
 */
import { ok } from "node:assert/strict";
import { uniformPosterior } from "../process/posterior.ts";
import { noiseSchedule, type NoiseScheduleName } from "../process/noise_schedule.ts";
import { maskedObjective } from "./masked.ts";
import type { Objective } from "./objective.ts";
import {
  CLEAN,
  emptyArrays,
  evaluateLosses,
  LENGTH,
  MASK,
  predict,
  randomTable,
  STATES,
  tokensOf,
  VOCAB,
} from "./testing/toy_network.ts";
import { uniformObjective } from "./uniform.ts";

const table = randomTable(7), T = 3;

/** One kind of diffusion, token by token, as probabilities `[vocab]`. */
interface Process {
  /** A token after noise that leaves it clean with probability `kept`. */
  noise(token: number, kept: number): number[];
  /** q(z_s | z_t, x) with `x` a distribution over tokens. */
  posterior(x: ArrayLike<number>, zt: number, alphaT: number, alphaS: number): ArrayLike<number>;
  /** The network's prediction. */
  predict(state: number, position: number): Float64Array;
}

const oneHot = (token: number) => Array.from({ length: VOCAB }, (_, i) => Number(i === token));

/** Masks; written for a prediction that may hold the mask, of which `subs` is a special case. */
const masking = (plain: boolean): Process => ({
  noise: (token, kept) => oneHot(token).map((p, i) => kept * p + (i === MASK ? 1 - kept : 0)),
  posterior(x, zt, alphaT, alphaS) {
    if (zt !== MASK) return oneHot(zt);
    const norm = alphaT * x[MASK]! + 1 - alphaT;
    return oneHot(MASK).map((isMask, i) =>
      (isMask ? alphaS * x[MASK]! + 1 - alphaS : (alphaS - alphaT) * x[i]!) / norm
    );
  },
  predict: (state, position) => predict(table, state, position, plain),
});

const uniform: Process = {
  noise: (token, kept) =>
    oneHot(token).map((p, i) => i === MASK ? 0 : kept * p + (1 - kept) / (VOCAB - 1)),
  posterior: (x, zt, alphaT, alphaS) =>
    uniformPosterior(new Float64Array(VOCAB), x, zt, { alphaT, alphaS }, MASK),
  predict: (state, position) => predict(table, state, position),
};

/** Probability of state `to` where each position has a distribution of its own. */
function probabilityOf(to: number, positions: readonly ArrayLike<number>[]): number {
  return tokensOf(to).reduce((product, token, i) => product * positions[i]![token]!, 1);
}

function modelStep(process: Process, from: number, alphaT: number, alphaS: number) {
  return tokensOf(from).map((token, i) =>
    process.posterior(process.predict(from, i), token, alphaT, alphaS)
  );
}

/** `E_q[log q(z_1 … z_T | x0) − log p(x0, z_1 … z_T)]` over all paths. */
function boundByPaths(process: Process, x0: number, alphas: readonly number[]): number {
  const prior = (state: number) =>
    probabilityOf(state, tokensOf(x0).map((token) => process.noise(token, 0)));
  let bound = 0;
  const walk = (state: number, step: number, probability: number, logRatio: number) => {
    if (probability === 0) return;
    if (step > T) {
      bound += probability * (logRatio - Math.log(prior(state)));
      return;
    }
    // The forward process goes on from alpha(step - 1) to alpha(step).
    const kept = alphas[step]! / alphas[step - 1]!;
    for (let next = 0; next < STATES; next++) {
      const forward = probabilityOf(
        next,
        tokensOf(state).map((token) => token === MASK ? oneHot(MASK) : process.noise(token, kept)),
      );
      if (forward === 0) continue;
      const backward = probabilityOf(
        state,
        modelStep(process, next, alphas[step]!, alphas[step - 1]!),
      );
      walk(
        next,
        step + 1,
        probability * forward,
        logRatio + Math.log(forward) - Math.log(backward),
      );
    }
  };
  walk(x0, 1, 1, 0);
  return bound;
}

/** `−log p(x0)` by following all states backwards. */
function surprise(process: Process, x0: number, alphas: readonly number[]): number {
  let distribution = new Float64Array(STATES).map((_, state) =>
    probabilityOf(state, tokensOf(x0).map((token) => process.noise(token, 0)))
  );
  for (let step = T; step >= 1; step--) {
    const next = new Float64Array(STATES);
    distribution.forEach((p, from) => {
      if (p === 0) return;
      const positions = modelStep(process, from, alphas[step]!, alphas[step - 1]!);
      for (let to = 0; to < STATES; to++) next[to]! += p * probabilityOf(to, positions);
    });
    distribution = next;
  }
  return -Math.log(distribution[x0]!);
}

/** The mean of an objective's loss over all times and all noisy sequences, in nats a sequence. */
async function boundByLoss(objective: Objective, process: Process, x0: number, alphas: number[]) {
  const isMasked = objective.name === "mdm";
  let bound = 0;
  for (let step = 1; step <= T; step++) {
    const x0s = new Int32Array(STATES * LENGTH), arrays = emptyArrays(objective, STATES);
    for (let state = 0; state < STATES; state++) {
      x0s.set(tokensOf(x0), state * LENGTH);
      arrays.zt!.set(tokensOf(state), state * LENGTH);
    }
    const moveChance = 1 - alphas[step]!, before = 1 - alphas[step - 1]!;
    arrays.moveChance?.fill(moveChance);
    arrays.moveChanceBefore?.fill(before);
    const weight = arrays.moveChance === undefined ? T * (1 - before / moveChance) : T;
    (arrays.mdmWeights ?? arrays.weights)!.set(
      arrays.zt!.map((token) => isMasked && token !== MASK ? 0 : 1) as unknown as Float32Array,
    );
    const losses = Object.values(await evaluateLosses(objective, table, x0s, arrays))[0]!;
    for (let state = 0; state < STATES; state++) {
      const q = probabilityOf(
        state,
        tokensOf(x0).map((token) => process.noise(token, alphas[step]!)),
      );
      if (q === 0) continue;
      const sum = losses.subarray(state * LENGTH, (state + 1) * LENGTH).reduce((a, b) => a + b);
      bound += q * sum * weight / T;
    }
  }
  return bound;
}

for (
  const [name, objective, process, noise] of [
    ["masked diffusion", maskedObjective({ maskId: MASK, T }), masking(false), "log-linear"],
    [
      "masked diffusion with the plain parameterisation",
      maskedObjective({ maskId: MASK, T, parameterization: "plain" }),
      masking(true),
      "polynomial",
    ],
    [
      "uniform diffusion",
      uniformObjective({ vocab: VOCAB, maskId: MASK, T }),
      uniform,
      "cosine",
    ],
  ] satisfies [string, Objective, Process, NoiseScheduleName][]
) {
  Deno.test(`The loss of ${name} in ${T} steps is the variational bound over all paths`, async () => {
    const { alpha } = noiseSchedule(noise);
    const alphas = Array.from({ length: T + 1 }, (_, step) => alpha(step / T));
    alphas[T] = 0;
    for (const x0 of CLEAN.slice(0, 4)) {
      const expected = boundByPaths(process, x0, alphas);
      const actual = await boundByLoss(objective, process, x0, alphas);
      ok(Math.abs(actual - expected) < 1e-5 * expected, `${actual} is not ${expected}`);
      const least = surprise(process, x0, alphas);
      ok(expected >= least - 1e-9, `a bound of ${expected} on ${least}`);
    }
  });
}

for (
  const [name, objective, process, noise] of [
    ["masked diffusion", maskedObjective({ maskId: MASK }), masking(false), "cosine"],
    [
      "masked diffusion with the plain parameterisation",
      maskedObjective({ maskId: MASK, parameterization: "plain" }),
      masking(true),
      "log-linear",
    ],
    ["uniform diffusion", uniformObjective({ vocab: VOCAB, maskId: MASK }), uniform, "polynomial"],
  ] satisfies [string, Objective, Process, NoiseScheduleName][]
) {
  Deno.test(`The continuous-time loss of ${name} is the limit of short steps`, async () => {
    const { alpha, lossWeight } = noiseSchedule(noise), dt = 1e-6;
    for (const t of [0.15, 0.6, 0.95]) {
      const alphaT = alpha(t), alphaS = alpha(t - dt);
      const rows = CLEAN.length * STATES, arrays = emptyArrays(objective, rows);
      const x0s = new Int32Array(rows * LENGTH);
      for (let row = 0; row < rows; row++) {
        x0s.set(tokensOf(CLEAN[Math.floor(row / STATES)]!), row * LENGTH);
        arrays.zt!.set(tokensOf(row % STATES), row * LENGTH);
      }
      arrays.moveChance?.fill(1 - alphaT);
      (arrays.mdmWeights ?? arrays.weights)!.fill(lossWeight(t));
      const losses = Object.values(await evaluateLosses(objective, table, x0s, arrays))[0]!;
      let compared = 0;
      for (let i = 0; i < rows * LENGTH; i++) {
        const zt = arrays.zt![i]!, x0 = x0s[i]!, state = Math.floor(i / LENGTH) % STATES;
        // A masked sequence's unmasked tokens carry no loss, and uniform noise knows no mask.
        if (process === uniform ? tokensOf(state).includes(MASK) : zt !== MASK) continue;
        const q = process.posterior(oneHot(x0), zt, alphaT, alphaS);
        const p = process.posterior(process.predict(state, i % LENGTH), zt, alphaT, alphaS);
        let divergence = 0;
        for (let j = 0; j < VOCAB; j++) {
          if (q[j]! > 0) divergence += q[j]! * Math.log(q[j]! / p[j]!);
        }
        const expected = divergence / dt;
        ok(
          Math.abs(losses[i]! - expected) < 2e-3 * (1 + expected),
          `at t = ${t}: ${losses[i]} is not ${expected}`,
        );
        compared++;
      }
      ok(compared > 100);
    }
  });
}
