import type { Checkpoint } from "../model/checkpoint.ts";
import { countParameters } from "../model/parameters.ts";

/** What samples say of the network that they were drawn from: its size and its training. */
export function modelFacts(
  { parameters, training = {} }: Pick<Checkpoint, "parameters" | "training">,
): Record<string, string | number> {
  return { parameters: countParameters(parameters), ...training };
}
