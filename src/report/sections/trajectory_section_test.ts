import assert from "node:assert/strict";
import type { MoleculeSamples, RecordedFrame } from "../../artifacts/samples.ts";
import { chooseTrajectories } from "./trajectory_section.ts";

const FRAMES: RecordedFrame[] = [{ step: 0, phase: "unmask", sequences: [["C", "m", "m"]] }];

Deno.test("chooseTrajectories takes one file of each method, at settings as alike as there are", () => {
  const file = (sampler: string, S: number, T: number, gamma: number): MoleculeSamples => ({
    settings: {
      sampler,
      property: "ring_count",
      label: 1,
      ...S > 0 && { corrector: { S, omega: S } },
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
