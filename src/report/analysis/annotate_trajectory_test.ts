import assert from "node:assert/strict";
import type { RecordedFrame } from "../../artifacts/samples.ts";
import { annotateTrajectory } from "./annotate_trajectory.ts";

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
