import {
  type PromptPlaces,
  promptPlacesOf,
  readPromptPlaces,
} from "../../artifacts/prompts/prompt_places.ts";
import { trainedObjective } from "../../diffusion/objectives/objectives.ts";
import { readPublishedFiles } from "../../domains/text/tokenizers/published/published_files.ts";
import { atLength } from "../../model/architectures.ts";
import { type Checkpoint, readCheckpoint } from "../../model/checkpoint.ts";
import { exportOnnx } from "../../model/export_onnx.ts";
import { knownProperties } from "../../model/labels.ts";
import { countParameters } from "../../model/parameters.ts";
import { UserError } from "../../support/user_error.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import { readTokens } from "./read_tokens.ts";

/** Most parameters of a network that a page can hold: half a gigabyte of them. */
const MOST_PARAMETERS = 2 ** 27;

/** Where a network comes from. */
export interface CheckpointPlace {
  /** Name by which links mean it. */
  readonly id: string;
  /** Its folder. */
  readonly folder: string;
  /**
   * Folder of its data set, by which prompts are laid out.
   *
   * @default {undefined}, they are as the network's folder says
   */
  readonly dataset?: string;
}

/** A file that the page loads. */
export interface OfferedFile {
  /** Where the page looks for it, as a path from the page's. */
  readonly path: string;
  /** Makes it. */
  content(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A checkpoint that the page may offer. */
export interface OfferedCheckpoint {
  /** What the page is told of it. */
  readonly offered: OfferedNetwork;
  /** Files that it is told to load. */
  readonly files: readonly OfferedFile[];
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

/** How prompts are laid out for a network. */
function placesOf({ folder, dataset }: CheckpointPlace): Promise<PromptPlaces | undefined> {
  return dataset === undefined ? readPromptPlaces(folder) : promptPlacesOf(dataset);
}

/** Folder of a network's files, as a path from the page's. */
export const networkFolder = (id: string) => `networks/${id}`;

/** The address of a path. */
const addressOf = (path: string) => path.split("/").map(encodeURIComponent).join("/");

/**
 * Reads a checkpoint for the page.
 *
 * @throws {UserError} If the page cannot draw from it: its size, its training, or unknown tokens.
 */
export async function readOffered(place: CheckpointPlace): Promise<OfferedCheckpoint> {
  const { id, folder } = place;
  const checkpoint = await readCheckpoint(folder), { config, training = {} } = checkpoint;
  const parameters = countParameters(checkpoint.parameters);
  if (parameters > MOST_PARAMETERS) {
    throw new UserError(
      `Cannot offer "${folder}" in the playground: it has ${parameters} parameters, a page holds ` +
        `${MOST_PARAMETERS}`,
    );
  }
  const objective = objectiveOf(folder, checkpoint);
  const { vocabulary, source, pieces, places } = await readTokens(folder, checkpoint);
  const writesText = vocabulary.tokenizer !== undefined;
  const prompted = writesText ? await placesOf(place) ?? places : undefined;
  const length = prompted === undefined
    ? config.length
    : prompted.promptPositions + prompted.answerPositions;
  const network: OfferedFile = {
    path: `${networkFolder(id)}/network.onnx`,
    content: () =>
      exportOnnx(
        { ...checkpoint, config: atLength(config, length).config },
        { hidesKeys: prompted !== undefined },
      ),
  };
  const tokenizer: OfferedFile | undefined = vocabulary.tokenizer === "published"
    ? {
      path: `${networkFolder(id)}/tokenizer.json`,
      content: async () =>
        new TextEncoder().encode(JSON.stringify(await readPublishedFiles(folder))),
    }
    : undefined;
  return {
    offered: {
      ...{ id, file: addressOf(network.path), checkpoint: folder, objective, parameters, length },
      writes: writesText ? "text" : "molecules",
      numClasses: config.numClasses,
      ...{ vocabulary, source },
      ...(pieces !== undefined && { pieces }),
      ...(tokenizer !== undefined && { tokenizer: addressOf(tokenizer.path) }),
      properties: knownProperties(config, training, "its property"),
      ...(prompted !== undefined && { prompted }),
    },
    files: tokenizer === undefined ? [network] : [network, tokenizer],
  };
}
