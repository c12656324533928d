import { autoregressiveObjective } from "./autoregressive.ts";
import { maskedObjective } from "./masked.ts";
import type { Objective } from "./objective.ts";
import { uniformObjective } from "./uniform.ts";

/** What is known of a trained network: its tokens, and what its checkpoint says of the training. */
export interface TrainedFacts {
  /** Number of tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Facts of the training by name. */
  readonly training: Readonly<Record<string, string>>;
}

/** Those that a checkpoint says; it says nothing of the default. */
const PARAMETERIZATIONS = ["softmax", "plain"] as const;

const masked = ({ maskId, training }: TrainedFacts) =>
  maskedObjective({
    maskId,
    parameterization: PARAMETERIZATIONS.find((name) => name === training.parameterization),
  });

/** The objectives by name, each with what held-out data are judged by. */
const HELD_OUT: Readonly<Record<string, (facts: TrainedFacts) => Objective>> = {
  mdm: masked,
  proseco: masked,
  // The head changes nothing in the model that it sits on.
  prism: masked,
  udlm: uniformObjective,
  ar: autoregressiveObjective,
};

/**
 * The objective that held-out data are judged by, of a network that was trained for another.
 *
 * @throws {RangeError} If no objective has the name.
 */
export function heldOutObjective(name: string | undefined, facts: TrainedFacts): Objective {
  const make = HELD_OUT[name ?? ""];
  if (make !== undefined) return make(facts);
  throw new RangeError(
    `Cannot judge held-out data: the checkpoint's objective must be one of ` +
      `${Object.keys(HELD_OUT).join(", ")}: got ${name ?? "none"}`,
  );
}
