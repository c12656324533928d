import assert from "node:assert/strict";
import type { MoleculeSamples, RecordedFrame } from "../../artifacts/samples.ts";
import { annotateTrajectory } from "./trajectory.ts";
import { chooseTrajectories } from "../sections/trajectory_section.ts";

const FRAMES: RecordedFrame[] = [
  { step: 0, phase: "unmask", sequences: [["C", "m", "m"]] },
  { step: 1, phase: "correct", round: 1, sequences: [["N", "O", "C"]] },
  { step: 1, phase: "unmask", sequences: [["N", "O", "m"]] },
  { step: 2, phase: "unmask", sequences: [["N", "m", "C"]] },
];

Deno.test("annotateTrajectory tells what each step did to each position", () => {
  const states = annotateTrajectory(FRAMES, 0, "m").map(({ cells }) =>
    cells.map(({ state }) => state)
  );
  assert.deepEqual(states, [
    ["unmasked", "masked", "masked"],
    ["corrected", "proposed", "proposed"],
    ["corrected", "unmasked", "masked"],
    ["kept", "remasked", "unmasked"],
  ]);
});

Deno.test("annotateTrajectory numbers the corrector's rows", () => {
  const rows = annotateTrajectory(FRAMES, 0, "m");
  assert.deepEqual(rows.map(({ step, round }) => [step, round]), [
    [0, undefined],
    [1, 1],
    [1, undefined],
    [2, undefined],
  ]);
});

Deno.test("chooseTrajectories takes one file of each method, at settings as alike as there are", () => {
  const file = (sampler: string, S: number, T: number, gamma: number): MoleculeSamples => ({
    settings: {
      sampler,
      property: "ring_count",
      label: 1,
      S,
      omega: S,
      T,
      gamma,
      seed: 1,
      count: 1,
    },
    ...{ nfe: T, evaluations: T, smiles: ["C"], trajectory: FRAMES },
  });
  const chosen = chooseTrajectories([
    file("proseco", 2, 32, 2),
    file("proseco", 2, 16, 1),
    file("proseco", 2, 16, 2),
    file("mdm", 0, 16, 2),
    { ...file("remdm", 0, 16, 2), trajectory: [] },
  ]);
  assert.deepEqual(chosen.map(({ settings: { sampler, T, gamma } }) => [sampler, T, gamma]), [
    ["mdm", 16, 2],
    ["proseco", 16, 2],
  ]);
});
