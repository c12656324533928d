import type { NoiseLevels } from "../process/noise_levels.ts";
import type { RandomStream } from "../../random/mod.ts";
import type { BatchTensors } from "./objective.ts";

/** Fills numbers in (0, 1], as a draw by inversion needs them. */
export function fillUniforms(uniforms: Float32Array, stream: RandomStream): void {
  for (let i = 0; i < uniforms.length; i++) uniforms[i] = 1 - stream.uniform();
}

/** Writes the levels of the sequences to every position, where the loss reads them. */
export function spreadLevels(
  { moveChance, moveChanceBefore }: NoiseLevels,
  arrays: BatchTensors,
): void {
  const spread = (
    levels: Float64Array | undefined,
    positions: BatchTensors[string] | undefined,
  ) => {
    if (levels === undefined || positions === undefined) return;
    const length = positions.length / levels.length;
    for (let i = 0; i < positions.length; i++) positions[i] = levels[Math.floor(i / length)]!;
  };
  spread(moveChance, arrays.moveChance);
  spread(moveChanceBefore, arrays.moveChanceBefore);
}
