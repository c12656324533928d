import { z } from "zod";
import { PROBLEM_PARTS, readProblems, wholePrompt } from "../../artifacts/problems.ts";
import { readDatasetMeta } from "../../artifacts/dataset_meta.ts";
import { trainedObjective } from "../../diffusion/objectives/objectives.ts";
import { atLength } from "../../model/architectures.ts";
import { type Checkpoint, readCheckpoint } from "../../model/checkpoint.ts";
import { exportOnnx } from "../../model/export_onnx.ts";
import { knownProperties } from "../../model/labels.ts";
import { countParameters } from "../../model/parameters.ts";
import { checkpointVocabulary } from "../../sampling/checkpoint_vocabulary.ts";
import { UserError } from "../../support/user_error.ts";
import type { OfferedNetwork, PromptPlaces } from "../settings/offered_network.ts";

/** Most parameters of a network that a page can hold: half a gigabyte of them. */
const MOST_PARAMETERS = 2 ** 27;

/** Prompts that the page begins with. */
const EXAMPLES = 6;

/** Where a network comes from. */
export interface CheckpointPlace {
  /** Name by which links mean it. */
  readonly id: string;
  /** Its folder. */
  readonly folder: string;
  /** Folder of its data set, by which prompts are laid out. @default {undefined}, it answers none */
  readonly dataset?: string;
}

/** A checkpoint that the page may offer. */
export interface OfferedCheckpoint {
  /** What the page is told of it. */
  readonly offered: OfferedNetwork;
  /** Makes the file that the page loads. */
  onnx(): Promise<Uint8Array<ArrayBuffer>>;
}

/** How prompts are laid out for a network of a data set, and what else its tokenizer needs. */
async function promptsOf(dataset: string) {
  const { source, promptPositions, answerPositions } = await readDatasetMeta(dataset);
  if (promptPositions === undefined || answerPositions === undefined) return { source };
  const { problems } = await readProblems(dataset, PROBLEM_PARTS[0]);
  const examples = problems.slice(0, EXAMPLES).map(wholePrompt);
  const prompted: PromptPlaces = { promptPositions, answerPositions, examples };
  return { source, prompted };
}

/** The objective of a network that is shown masks. */
function objectiveOf(folder: string, { config, training = {} }: Checkpoint): string {
  const { vocab, maskId, causal = false } = config;
  const objective = training.objective === undefined
    ? undefined
    : trainedObjective({ vocab, maskId, training });
  if (!causal && (objective?.shows ?? "masks") === "masks") return objective?.name ?? "unknown";
  throw new UserError(
    `Cannot offer "${folder}" in the playground: it was trained as "${
      objective?.name ?? "ar"
    }", and masks are what the playground shows`,
  );
}

const source = z.record(z.string(), z.unknown());

/**
 * Reads a checkpoint for the page.
 *
 * @throws {UserError} If the page cannot draw from it: its size, its training, or unknown tokens.
 */
export async function readOffered(
  { id, folder, dataset }: CheckpointPlace,
): Promise<OfferedCheckpoint> {
  const checkpoint = await readCheckpoint(folder), { config, training = {} } = checkpoint;
  const parameters = countParameters(checkpoint.parameters);
  if (parameters > MOST_PARAMETERS) {
    throw new UserError(
      `Cannot offer "${folder}" in the playground: it has ${parameters} parameters, a page holds ` +
        `${MOST_PARAMETERS}`,
    );
  }
  const objective = objectiveOf(folder, checkpoint);
  const known = await checkpointVocabulary(folder, checkpoint);
  const { tokens, bosId, eosId, padId, maskId, tokenizer } = known;
  const data = dataset === undefined ? undefined : await promptsOf(dataset);
  const prompted = tokenizer === undefined ? undefined : data?.prompted;
  const length = prompted === undefined
    ? config.length
    : prompted.promptPositions + prompted.answerPositions;
  const properties = knownProperties(config, training, "its property");
  return {
    offered: {
      ...{ id, file: `networks/${id}.onnx`, checkpoint: folder, objective, parameters, length },
      writes: tokenizer === undefined ? "molecules" : "text",
      numClasses: config.numClasses,
      vocabulary: { tokens, bosId, eosId, padId, maskId, tokenizer },
      source: source.parse({
        ...(bosId === eosId && { packed: true }),
        ...data?.source,
        ...(tokenizer !== undefined && { tokenizer }),
      }),
      properties,
      ...(prompted !== undefined && { prompted }),
    },
    onnx: () =>
      exportOnnx(
        { ...checkpoint, config: atLength(config, length).config },
        { hidesKeys: prompted !== undefined },
      ),
  };
}
