import { join } from "node:path";
import { z } from "zod";
import { exists } from "../../support/files.ts";
import { readJson, writeJson } from "../../support/json_file.ts";
import { readDatasetMeta } from "../dataset_meta.ts";
import { PROBLEM_PARTS, readProblems } from "../problems.ts";
import { wholePrompt } from "./whole_prompt.ts";

/** How prompts are laid out for a network that answers them. */
export interface PromptPlaces {
  /** Positions of a prompt. */
  readonly promptPositions: number;
  /** Positions of an answer. */
  readonly answerPositions: number;
  /** How prompts are written, such as `chat`. @default {undefined}, as they stand */
  readonly format?: string;
  /** Prompts to begin with. */
  readonly examples: readonly string[];
}

/** Name of the file in a network's folder. */
const FILE = "prompts.json";

/** Prompts to begin with. */
const EXAMPLES = 6;

const promptPlaces: z.ZodType<PromptPlaces> = z.strictObject({
  promptPositions: z.int().min(1),
  answerPositions: z.int().min(1),
  format: z.string().optional(),
  examples: z.array(z.string()),
});

/**
 * How prompts are laid out for networks of a data set; `undefined` of one without prompts.
 *
 * @param dataset Its folder.
 * @throws {UserError} If what it says of itself, or its problems, cannot be read.
 */
export async function promptPlacesOf(dataset: string): Promise<PromptPlaces | undefined> {
  const { source: { format }, promptPositions, answerPositions } = await readDatasetMeta(dataset);
  if (promptPositions === undefined || answerPositions === undefined) return undefined;
  const { problems } = await readProblems(dataset, PROBLEM_PARTS[0]);
  return {
    ...{ promptPositions, answerPositions },
    ...(typeof format === "string" && { format }),
    examples: problems.slice(0, EXAMPLES).map(wholePrompt),
  };
}

/** Writes how prompts are laid out into a network's folder, for who has its data set not. */
export function writePromptPlaces(folder: string, places: PromptPlaces): Promise<void> {
  return writeJson(join(folder, FILE), places, { indent: 1 });
}

/**
 * Reads how prompts are laid out from a network's folder; `undefined` where nothing says it.
 *
 * @throws {UserError} If the file has another form, naming it and its field.
 */
export async function readPromptPlaces(folder: string): Promise<PromptPlaces | undefined> {
  const path = join(folder, FILE);
  return exists(path) ? await readJson(path, promptPlaces, "prompt places") : undefined;
}
