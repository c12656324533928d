import type { Objective, SequenceFacts } from "../diffusion/objectives/objective.ts";
import { type NetworkSizes, passOperations } from "../model/dit/pass_operations.ts";
import type { Facts, Outlook } from "../pipeline/task.ts";
import { operationSeconds } from "../tensor/engines/operation_seconds.ts";

/** Passes that a step is worth for each of its loss's: the way back is two. */
const PASSES_OF_A_PASS = 3;

/** What is known of the inputs of a training. */
export interface TrainingInputs {
  /** Of its data set: `length` and `vocab`. */
  readonly data?: Facts;
  /** Of the network that it goes on from. */
  readonly before?: Facts;
}

/**
 * How long a training takes, and the network that it writes.
 *
 * @param objective Makes the objective, whose passes are counted.
 */
export async function foreseeTraining(
  params: Partial<NetworkSizes> & { readonly steps: number; readonly batchSize: number },
  { data, before }: TrainingInputs,
  objective: (sequences: SequenceFacts) => Promise<Objective>,
): Promise<Outlook> {
  const { hiddenSize, nBlocks } = params;
  // A checkpoint's sizes rule.
  const network = { hiddenSize, nBlocks, ...before, ...data } as Partial<NetworkSizes>;
  const operations = passOperations(network);
  if (operations === undefined) return { facts: network };
  // Which ids are special changes no cost.
  const { passes = 1 } = await objective({
    ...{ vocab: network.vocab!, maskId: network.vocab! - 1, padId: network.vocab! - 2 },
    prompted: false,
  });
  const sequences = params.steps * params.batchSize;
  const seconds = await operationSeconds(PASSES_OF_A_PASS * passes * sequences * operations);
  return { seconds, facts: network };
}
