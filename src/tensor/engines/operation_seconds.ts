import { EngineUnavailable } from "./engine.ts";
import { chosenEngine, type EngineChoice } from "./choose_engine.ts";
import type { EngineName } from "./engines.ts";
import { matrixPeak } from "./matrix_peak.ts";

/** Share of the peak of matrix products that steps and evaluations reach (bench/training_step.ts). */
const SHARE_OF_PEAK = 0.4;

/** The peak of each engine that was asked for; `undefined` where it cannot be used here. */
const peaks = new Map<EngineName, Promise<number | undefined>>();

async function peakOf(engine: EngineName): Promise<number | undefined> {
  try {
    // So many that one at least is not interrupted by what else runs, such as the task that is first.
    return await matrixPeak({ engine, rounds: 8 });
  } catch (error) {
    if (error instanceof EngineUnavailable) return undefined;
    throw error;
  }
}

/**
 * Seconds that so many floating-point operations of matrix products take an engine on this machine,
 * within a factor of two; its speed is measured once. `undefined` if it cannot be used here, as where
 * work is sent elsewhere.
 */
export async function operationSeconds(
  operations: number,
  choice?: EngineChoice,
): Promise<number | undefined> {
  const engine = await chosenEngine(choice);
  const measured = peaks.get(engine) ?? peakOf(engine);
  peaks.set(engine, measured);
  const peak = await measured;
  return peak && operations / (peak * 1e9 * SHARE_OF_PEAK);
}
