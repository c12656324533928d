import { deepStrictEqual as assertEquals, ok, strictEqual, throws } from "node:assert/strict";
import type { MoleculeSamples, RecordedFrame } from "../artifacts/samples.ts";
import { measureTrajectory } from "./measure_trajectory.ts";
import { sweepOf } from "./measurement.ts";

const SETTINGS = {
  ...{ sampler: "proseco", property: "ring_count", label: 1, count: 1, gamma: 3, T: 3, seed: 2 },
  corrector: { S: 2, omega: 2 },
};

function frame(step: number, phase: RecordedFrame["phase"], ...rows: string[]): RecordedFrame {
  const sequences = rows.map((row) => [...row].map((token) => token === "_" ? "<mask>" : token));
  return { step, phase, sequences };
}

function figuresOf(trajectory: readonly RecordedFrame[], settings = {}) {
  const samples = { settings: { ...SETTINGS, ...settings }, trajectory } as MoleculeSamples;
  const figures = sweepOf(measureTrajectory(samples));
  return (name: string) => {
    const { exact, values } = figures[`proseco γ=3: ${name}`]!;
    return { value: values["2"], exact };
  };
}

const TRAJECTORY = [
  frame(0, "unmask", "C__O", "____"),
  frame(1, "correct", "NNNN", "CCCC"),
  frame(1, "correct", "NOCO", "CCCC"),
  frame(1, "unmask", "NF_O", "__CN"),
  frame(2, "unmask", "NOCO", "NCCN"),
];

Deno.test("measureTrajectory() counts masks after each step, whose share is known", () => {
  const figure = figuresOf(TRAJECTORY);
  const error = Math.sqrt(1 / 3 * 2 / 3 / 8);
  strictEqual(figure("masked after step 1").value, 6 / 8);
  ok(Math.abs(figure("masked after step 1").exact!.value - 2 / 3) < 1e-12);
  ok(Math.abs(figure("masked after step 1").exact!.error - error) < 1e-12);
  assertEquals(figure("masked after step 3"), { value: 0, exact: { value: 0, error: 0 } });
});

Deno.test("measureTrajectory() counts the steps in which a sequence is unmasked", () => {
  // All 3⁴ ways in which 4 tokens choose one of 3 steps.
  const counts = Array.from(
    { length: 81 },
    (_, i) => new Set([0, 1, 2, 3].map((digit) => Math.floor(i / 3 ** digit) % 3)).size,
  );
  const mean = counts.reduce((sum, count) => sum + count) / 81;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 81;
  const { value, exact } = figuresOf(TRAJECTORY)("steps that unmask");
  strictEqual(value, 2.5);
  ok(Math.abs(exact!.value - mean) < 1e-12);
  ok(Math.abs(exact!.error - Math.sqrt(variance / 2)) < 1e-12);
});

Deno.test("measureTrajectory() counts visible tokens that a step changed", () => {
  // In the first row C becomes N and O stays, then N and O stay and F becomes O; the second row's stay.
  assertEquals(figuresOf(TRAJECTORY)("tokens corrected"), { value: 2 / 7, exact: undefined });
});

Deno.test("measureTrajectory() asks whether tokens are those of the corrector's last step", () => {
  const figure = figuresOf(TRAJECTORY);
  assertEquals(figure("visible tokens as corrected"), { value: 1, exact: { value: 1, error: 0 } });
  // Drawn are F where it says O, C where it says C, N where it says C.
  strictEqual(figure("drawn tokens as corrected").value, 1 / 3);
});

Deno.test("measureTrajectory() has nothing to say of steps that were not recorded", () => {
  const figure = figuresOf([]);
  for (const name of ["masked after step 1", "steps that unmask", "tokens corrected"]) {
    strictEqual(figure(name).value, null);
  }
});

Deno.test("measureTrajectory() refuses noise of which it does not know the masked share", () => {
  throws(() => figuresOf(TRAJECTORY, { noise: "cosine" }), /log-linear: got cosine/);
});
