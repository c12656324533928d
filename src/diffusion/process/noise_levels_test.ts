import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { checkNoiseLevels, drawNoiseLevels, type NoiseLevelOptions } from "./noise_levels.ts";
import { NOISE_SCHEDULES, noiseSchedule } from "./noise_schedule.ts";

const draw = (options: NoiseLevelOptions, batchSize = 4000) =>
  drawNoiseLevels(batchSize, new RandomStream(randomKey(1)), options);

/** The mean over draws of `weight · f(moveChance)`. */
function estimate(options: NoiseLevelOptions, f: (moveChance: number) => number): number {
  const { moveChance, weight } = draw(options);
  return moveChance.reduce((sum, m, i) => sum + weight[i]! * f(m), 0) / moveChance.length;
}

for (const name of NOISE_SCHEDULES) {
  Deno.test(`drawNoiseLevels() of ${name} weighs importance sampling so that the mean stays`, () => {
    const noise = noiseSchedule(name), common = { noise, tMin: 0.05 };
    // The weight integrates to the logarithm of the chance to be masked.
    const integral = Math.log(noise.moveChance(1) / noise.moveChance(0.05)) / 0.95;
    for (const importance of [false, true]) {
      ok(Math.abs(estimate({ ...common, importance }, () => 1) / integral - 1) < 1e-3);
    }
    const f = (m: number) => m ** 2 * (1 - m);
    const plain = estimate(common, f), weighted = estimate({ ...common, importance: true }, f);
    ok(Math.abs(weighted / plain - 1) < 1e-3, `${weighted} and ${plain}`);
    const { weight } = draw({ ...common, importance: true });
    ok(weight.every((one) => one === weight[0]));
  });
}

Deno.test("drawNoiseLevels() spreads antithetic times evenly and draws others freely", () => {
  const { moveChance } = draw({ tMin: 0.2 }, 10);
  moveChance.forEach((t, i) => ok(t >= 0.2 + 0.08 * i && t < 0.2 + 0.08 * (i + 1)));
  const free = draw({ tMin: 0.2, antithetic: false }, 10).moveChance;
  ok(free.some((t, i) => t < 0.2 + 0.08 * i || t >= 0.2 + 0.08 * (i + 1)));
});

Deno.test("drawNoiseLevels() of T steps draws each step alike and ends in clean tokens", () => {
  const { moveChance, moveChanceBefore, weight } = draw({ T: 4, noise: noiseSchedule("linear") });
  const counts = new Map<number, number>();
  moveChance.forEach((m, i) => {
    counts.set(m, (counts.get(m) ?? 0) + 1);
    ok(moveChanceBefore![i]! < m);
  });
  assertEquals([...counts.values()], [1000, 1000, 1000, 1000]);
  assertEquals(Math.min(...moveChanceBefore!), 0);
  ok(weight.every((one) => one === 4));
});

Deno.test("checkNoiseLevels() refuses what is out of range or contradicts", () => {
  throws(() => checkNoiseLevels({ tMin: 0 }), /tMin must be in \(0, 1\): got 0/);
  throws(() => checkNoiseLevels({ T: 0 }), /T must be a positive integer: got 0/);
  throws(() => checkNoiseLevels({ T: 3, importance: true }), /for continuous time, leave T out/);
});
