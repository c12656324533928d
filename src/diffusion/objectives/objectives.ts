import { autoregressiveObjective } from "./autoregressive.ts";
import { maskedObjective } from "./masked.ts";
import type { Objective } from "./objective.ts";
import { prismObjective } from "./prism.ts";
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

const masked = ({ maskId, training }: TrainedFacts) => ({
  maskId,
  parameterization: PARAMETERIZATIONS.find((name) => name === training.parameterization),
});

/** The objectives by name, each from what a checkpoint says. */
const OBJECTIVES: Readonly<Record<string, (facts: TrainedFacts) => Objective>> = {
  mdm: (facts) => maskedObjective(masked(facts)),
  proseco: (facts) => maskedObjective({ ...masked(facts), corrector: {} }),
  prism: prismObjective,
  udlm: uniformObjective,
  ar: autoregressiveObjective,
};

/** Names of the objectives, as checkpoints carry them. */
export const OBJECTIVE_NAMES: readonly string[] = Object.keys(OBJECTIVES);

/**
 * The objective that a network was trained for, by the name in its checkpoint; how its batches were
 * drawn a checkpoint does not say, and is the default.
 *
 * @throws {RangeError} If no objective has the name.
 */
export function trainedObjective(facts: TrainedFacts): Objective {
  const { objective: name } = facts.training;
  if (name !== undefined && Object.hasOwn(OBJECTIVES, name)) return OBJECTIVES[name]!(facts);
  throw new RangeError(
    `Cannot tell what the network was trained for: the checkpoint's objective must be one of ` +
      `${OBJECTIVE_NAMES.join(", ")}: got ${name ?? "none"}`,
  );
}
