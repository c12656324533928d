import { type LabelledProperty, writeProperties } from "../../model/labels.ts";
import type { Objective } from "../../diffusion/objectives/objective.ts";

/** What a checkpoint says of its training beside the objective. */
export interface TrainingFactsOptions {
  /** Steps after which the parameters were taken. */
  readonly steps: number;
  /** Sequences of a step. */
  readonly batchSize: number;
  /** Properties that the network is conditioned on. @default {[]} */
  readonly properties?: readonly LabelledProperty[];
}

/** What a checkpoint says of its training, as the strings that safetensors files hold. */
export function trainingFacts(
  { name, facts }: Pick<Objective, "name" | "facts">,
  { steps, batchSize, properties = [] }: TrainingFactsOptions,
): Record<string, string> {
  return {
    objective: name,
    ...facts,
    steps: String(steps),
    batchSize: String(batchSize),
    ...(properties.length > 0 && { properties: writeProperties(properties) }),
  };
}
