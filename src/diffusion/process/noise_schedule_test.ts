import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { NOISE_SCHEDULES, noiseSchedule, timeGrid } from "./noise_schedule.ts";

for (const name of NOISE_SCHEDULES) {
  const schedule = noiseSchedule(name);

  Deno.test(`noiseSchedule("${name}").alpha() falls from about 1 to about 0`, () => {
    ok(schedule.alpha(0) > 0.998 && schedule.alpha(1) < 0.002);
    for (let i = 0; i < 100; i++) ok(schedule.alpha(i / 100) > schedule.alpha((i + 1) / 100));
  });

  Deno.test(`noiseSchedule("${name}").lossWeight() is -alpha' / (1 - alpha)`, () => {
    for (const t of [0.05, 0.3, 0.7, 0.99]) {
      const slope = (schedule.alpha(t + 1e-6) - schedule.alpha(t - 1e-6)) / 2e-6;
      const expected = -slope / (1 - schedule.alpha(t));
      ok(Math.abs(schedule.lossWeight(t) / expected - 1) < 1e-6, `at t = ${t}`);
    }
  });

  Deno.test(`noiseSchedule("${name}").moveChance() is what alpha() leaves`, () => {
    for (const t of [0.001, 0.3, 0.7, 1]) {
      ok(Math.abs(schedule.moveChance(t) + schedule.alpha(t) - 1) < 1e-12, `at t = ${t}`);
    }
  });

  Deno.test(`noiseSchedule("${name}").timeAt() inverts the chance of being masked`, () => {
    for (const t of [0.05, 0.3, 0.7, 0.99]) {
      ok(Math.abs(schedule.timeAt(1 - schedule.alpha(t)) - t) < 1e-9, `at t = ${t}`);
    }
  });
}

Deno.test("timeGrid() goes from 1 to 0 in T equal steps", () => {
  assertEquals([...timeGrid(4)], [1, 0.75, 0.5, 0.25, 0]);
  throws(() => timeGrid(0), /T must be a positive integer: got 0/);
});
