import { join } from "node:path";
import { readDatasetMeta, vocabularyOf } from "../src/artifacts/dataset_meta.ts";
import { TEXT_TOKENIZERS } from "../src/domains/text/tokenizers/text_tokenizers.ts";
import { writeCheckpoint } from "../src/model/checkpoint.ts";
import type { NetworkConfig } from "../src/model/config.ts";
import { newConfig } from "../src/model/new_config.ts";
import { initialParameters } from "../src/model/parameters.ts";
import type { Vocabulary } from "../src/model/vocabulary/tokens_file.ts";
import type { CheckpointPlace } from "../src/playground/files/offered_checkpoint.ts";
import { randomKey } from "../src/random/mod.ts";
import { promptedInputs, writeLetterProblems } from "./prompted_fixture.ts";
import { writePublishedNetwork } from "./published_fixture.ts";

const SPEECH = "to be, or not to be:\nthat is the question";

/** Writes a network that is not trained, but prefers some tokens to others. */
async function writeUntrained(
  folder: string,
  config: NetworkConfig,
  vocabulary: Vocabulary,
): Promise<void> {
  const parameters = initialParameters(config, randomKey(3));
  // New heads are all zero.
  for (const { data } of Object.values(parameters)) {
    data.forEach((x, i) => data[i] = x + 0.1 * Math.sin(i));
  }
  await writeCheckpoint(folder, { config, parameters, vocabulary });
}

/**
 * Writes networks that are not trained: `speeches`, of texts; `letters`, which answers problems of a data
 * set; `published`, of LLaDA's kind with its own tokenizer.
 */
export async function writeTextNetworks(folder: string): Promise<CheckpointPlace[]> {
  const { dataset, checkpoint: letters } = promptedInputs(folder);
  const speeches = join(folder, "speeches"), published = join(folder, "published");
  const tokenizer = await TEXT_TOKENIZERS.words.ofTexts([SPEECH], { packed: true });
  const { tokens, bosId, eosId, padId, maskId } = tokenizer;
  await writeUntrained(
    speeches,
    newConfig(
      { hiddenSize: 32, nBlocks: 2, nHeads: 2, condDim: 4 },
      { vocab: tokens.length, length: 12, numClasses: 0, maskId },
    ),
    { tokens, bosId, eosId, padId, maskId, tokenizer: "words" },
  );
  const config = await writeLetterProblems(dataset);
  await writeUntrained(letters, config, vocabularyOf(await readDatasetMeta(dataset)));
  await writePublishedNetwork(published);
  return [
    { id: "speeches", folder: speeches },
    { id: "letters", folder: letters, dataset },
    { id: "published", folder: published },
  ];
}
