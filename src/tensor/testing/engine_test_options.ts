import { EngineUnavailable } from "../engines/engine.ts";
import { type EngineName, engineOf } from "../engines/engines.ts";

/** How a test of an engine is announced: it is ignored where the machine lacks what the engine needs. */
export async function engineTestOptions(
  engine: EngineName,
): Promise<{ readonly ignore: boolean; readonly note: string }> {
  try {
    await engineOf(engine).describe();
    return { ignore: false, note: "" };
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    return { ignore: true, note: " (not available here)" };
  }
}
