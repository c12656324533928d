import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { recordTrajectory } from "./record_trajectory.ts";

Deno.test("recordTrajectory() keeps copies of the first sequences", () => {
  const recorder = recordTrajectory(2, 2), tokens = Int32Array.of(0, 1, 2, 3, 4, 5);
  recorder.observe({ step: 0, phase: "unmask", tokens });
  tokens[0] = 9;
  recorder.observe({ step: 1, phase: "correct", round: 1, tokens });
  assertEquals(recorder.frames, [
    { step: 0, phase: "unmask", tokens: [[0, 1], [2, 3]] },
    { step: 1, phase: "correct", round: 1, tokens: [[9, 1], [2, 3]] },
  ]);
});
