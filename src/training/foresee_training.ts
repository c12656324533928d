import type { Objective, SequenceFacts } from "../diffusion/objectives/objective.ts";
import { architectureOf } from "../model/architectures.ts";
import { foreseenSizes } from "../model/checkpoint.ts";
import { type NetworkSizes, sizesIn } from "../model/new_config.ts";
import { launchesHere } from "../parallel/launcher.ts";
import type { Facts, Outlook } from "../pipeline/task.ts";
import { chosenEngine, type EngineChoice } from "../tensor/engines/choose_engine.ts";
import { engineOf } from "../tensor/engines/engines.ts";
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

/** Parameters of a training that decide how long it takes. */
type ForeseenParams = NetworkSizes & {
  readonly steps: number;
  readonly batchSize: number;
  readonly engine?: EngineChoice;
  readonly processes?: number;
};

/** Processes that have something of their own to compute with; those of one machine share its cores. */
async function ownProcesses({ engine, processes = 1 }: ForeseenParams): Promise<number> {
  if (processes === 1 || !launchesHere()) return processes;
  return engineOf(await chosenEngine(engine)).hasOwnMemory ? processes : 1;
}

/**
 * How long a training takes, and the network that it writes.
 *
 * @param objective Makes the objective, whose passes are counted.
 */
export async function foreseeTraining(
  params: ForeseenParams,
  { data, before }: TrainingInputs,
  objective: (sequences: SequenceFacts) => Promise<Objective>,
): Promise<Outlook> {
  // A checkpoint's sizes rule.
  const network = { ...sizesIn(params), ...await foreseenSizes(before), ...data } as
    & Facts
    & NetworkSizes;
  const operations = architectureOf(network).passOperations(network);
  if (operations === undefined) return { facts: network };
  // Which ids are special changes no cost.
  const vocab = Number(network.vocab);
  const { passes = 1 } = await objective({
    ...{ vocab, maskId: vocab - 1, padId: vocab - 2 },
    prompted: false,
  });
  const sequences = params.steps * params.batchSize;
  const total = PASSES_OF_A_PASS * passes * sequences * operations;
  const seconds = await operationSeconds(total / await ownProcesses(params), params.engine);
  return { ...(seconds !== undefined && { seconds }), facts: network };
}
