import { matrixPeak } from "./matrix_peak.ts";

/** Share of the peak of matrix products that steps and evaluations reach (bench/training_step.ts). */
const SHARE_OF_PEAK = 0.4;

let peak: Promise<number> | undefined;

/**
 * Seconds that so many floating-point operations of matrix products take on this machine, within a
 * factor of two; its speed is measured once.
 */
export async function operationSeconds(operations: number): Promise<number> {
  peak ??= matrixPeak({ rounds: 3 });
  return operations / (await peak * 1e9 * SHARE_OF_PEAK);
}
