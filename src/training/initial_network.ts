import type { Checkpoint } from "../model/checkpoint.ts";
import { checkSameTokens } from "../model/vocabulary/tokens_file.ts";
import { readCheckpoint } from "../model/checkpoint.ts";
import { architectureOf, atLength, type Lengthened, outputsOf } from "../model/architectures.ts";
import type { NetworkConfig } from "../model/config.ts";
import { type NetworkSizes, newConfig } from "../model/new_config.ts";
import { addAdapters } from "../model/lora/add_adapters.ts";
import type { LoraConfig } from "../model/lora/lora_config.ts";
import { initialParameters } from "../model/parameters.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import type { Dataset } from "../artifacts/dataset.ts";

/** Sizes of a new network and the seed of its parameters. */
export interface NetworkSettings
  extends NetworkSizes, Pick<NetworkConfig, "causal" | "qualityBlocks" | "classifies"> {
  /** Seed of the parameters. */
  readonly seed: number;
  /** Adapters that are put on the network, on all its layers unless told. @default {none} */
  readonly lora?: Omit<LoraConfig, "targets"> & Partial<LoraConfig>;
}

/** Refuses a network that a training would take for one of another kind. */
function checkKind(
  config: NetworkConfig,
  settings: NetworkSettings,
): void {
  const { causal = false, qualityBlocks, classifies = false } = config;
  if (classifies !== (settings.classifies ?? false)) {
    throw new Error(
      classifies
        ? "Cannot train further: the checkpoint is a classifier: go on with train/classifier"
        : "Cannot train further: the checkpoint's network predicts tokens, train/classifier needs one " +
          "that classifies: leave checkpoint out",
    );
  }
  if (causal && !settings.causal) {
    throw new Error(
      "Cannot train further: the checkpoint's network is causal (AR), this training needs one that " +
        "sees both sides: go on with train/ar, or from a checkpoint of train/mdm",
    );
  }
  if (!causal && settings.causal) {
    throw new Error(
      "Cannot train further: the checkpoint's network sees both sides, train/ar needs a causal " +
        "one: go on with the task that trained it, or from a checkpoint of train/ar",
    );
  }
  // Other objectives give the head's parameters no gradient.
  if (outputsOf(config).includes("quality") && qualityBlocks !== settings.qualityBlocks) {
    throw new Error(
      `Cannot train further: the checkpoint has a quality head (PRISM, qualityBlocks: ${qualityBlocks}): ` +
        "go on with train/prism and the same qualityBlocks, or from the checkpoint that the head " +
        "was trained on",
    );
  }
}

/** Puts the head on a network where the training is of one. */
function withQualityHead<Network extends Pick<Checkpoint, "config" | "parameters">>(
  network: Network,
  { qualityBlocks, seed }: NetworkSettings,
): Network {
  if (qualityBlocks === undefined) return network;
  const config = { ...network.config, qualityBlocks };
  if (!outputsOf(config).includes("quality")) {
    throw new Error(
      "Cannot train further: a network of architecture " +
        `"${architectureOf(config).name}" has no quality head to train`,
    );
  }
  const head = initialParameters(config, foldIn(randomKey(seed), STREAMS.qualityHead));
  return { ...network, config, parameters: { ...head, ...network.parameters } };
}

/** Puts adapters on a network where they are what is trained. */
function withAdapters<Network extends Pick<Checkpoint, "config" | "parameters">>(
  network: Network,
  { lora, seed }: NetworkSettings,
): Pick<Checkpoint, "config" | "parameters"> {
  if (lora === undefined) return network;
  const { adaptable = [] } = architectureOf(network.config);
  const key = foldIn(randomKey(seed), STREAMS.adapters);
  return addAdapters(network, { targets: adaptable, ...lora }, key);
}

/**
 * The network for sequences of a data set, of whatever length. The embedding of a published one may
 * have rows that no token has.
 *
 * @throws {Error} If the data set is not one for it.
 */
function fitted(
  config: NetworkConfig,
  { meta: { length, tokens, maskId }, numClasses }: Dataset,
): Lengthened<NetworkConfig> {
  const isPublished = architectureOf(config).published !== undefined;
  const knowsTokens = tokens.length === config.vocab ||
    isPublished && tokens.length <= config.vocab && maskId === config.maskId;
  if (knowsTokens && numClasses === config.numClasses) return atLength(config, length);
  const describe = (vocab: number, labels: number) => `${vocab} tokens and ${labels} labels`;
  throw new Error(
    `Cannot train further: the checkpoint is of ${
      describe(config.vocab, config.numClasses)
    }, the ` +
      `data set of ${describe(tokens.length, numClasses)}`,
  );
}

/**
 * The network that a training starts from: a checkpoint's, or a new one.
 *
 * @param checkpoint Folder of a checkpoint, whose sizes rule; its length becomes the data set's.
 * @param log Hears of what a reader should know.
 * @throws {Error} If sizes are missing or the checkpoint does not fit the data set or the training.
 */
export async function initialNetwork(
  settings: NetworkSettings,
  dataset: Dataset,
  checkpoint: string | undefined,
  log?: (line: string) => void,
): Promise<Pick<Checkpoint, "config" | "parameters">> {
  if (checkpoint === undefined) {
    if (settings.lora !== undefined) {
      throw new RangeError(
        "Cannot train adapters (lora) of a new network: give a checkpoint, whose network they adapt",
      );
    }
    const { meta: { tokens, length, maskId }, numClasses } = dataset;
    const { causal, classifies } = settings;
    const config = newConfig(settings, {
      vocab: tokens.length,
      ...{ length, numClasses, maskId, causal, classifies },
    });
    const key = foldIn(randomKey(settings.seed), STREAMS.initial);
    return { config, parameters: initialParameters(config, key) };
  }
  const { config: trained, parameters, vocabulary } = await readCheckpoint(checkpoint);
  checkSameTokens(vocabulary, dataset.meta);
  checkKind(trained, settings);
  const { config, warning } = fitted(trained, dataset);
  if (warning !== undefined) log?.(warning);
  return withAdapters(withQualityHead({ config, parameters }, settings), settings);
}
