import { readPromptPlaces } from "../../artifacts/prompts/prompt_places.ts";
import type { TrainedOn } from "../../diffusion/drawing/check_shown.ts";
import type { Sampler } from "../../diffusion/samplers/sampler.ts";
import { networkTokenizer } from "../../domains/prompted/network_tokenizer.ts";
import { formatOf, promptText } from "../../domains/text/prompt_text.ts";
import { atLength } from "../../model/architectures.ts";
import type { Checkpoint } from "../../model/checkpoint.ts";
import { createDenoiser } from "../../model/denoiser.ts";
import { drawAnswers } from "../../sampling/prompts/draw_answers.ts";
import { UserError } from "../../support/user_error.ts";
import type { EngineName } from "../../tensor/engines/engines.ts";
import { withGiven } from "../../terminal/command.ts";
import { print } from "../../terminal/output.ts";
import { countOf } from "../options.ts";

/** Options of a prompt as they were given. */
export const PROMPT_OPTIONS = {
  prompt: { type: "string" },
  "prompt-positions": { type: "string" },
  "answer-positions": { type: "string" },
  chat: { type: "boolean" },
} as const;

/** What answers, and what it is asked. */
export interface AskedPrompt {
  /** Folder of the network. */
  readonly folder: string;
  /** The network. */
  readonly checkpoint: Checkpoint;
  /** What it was trained for. */
  readonly objective: TrainedOn["objective"];
  /** What draws. */
  readonly sampler: Sampler;
  /** Its settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Answers to draw. */
  readonly count: number;
  /** Seed of all draws. */
  readonly seed: number;
  /** What computes. */
  readonly engine: EngineName;
  /** The options of {@linkcode PROMPT_OPTIONS}. */
  readonly given: {
    readonly prompt: string;
    readonly "prompt-positions"?: string;
    readonly "answer-positions"?: string;
    readonly chat?: boolean;
  };
}

/**
 * Answers a prompt and prints the answers.
 *
 * @throws {UserError} If the network has no tokens of a text, or the prompt does not fit.
 */
export async function answerPrompt(asked: AskedPrompt): Promise<void> {
  const { folder, checkpoint, given, engine, ...options } = asked, { prompt } = given;
  const tokenizer = await withGiven(() => networkTokenizer(folder));
  const places = await readPromptPlaces(folder);
  const format = formatOf({ format: given.chat ? "chat" : places?.format });
  const positions = (name: "prompt-positions" | "answer-positions", usual: number) =>
    countOf(name, given[name] ?? String(Math.max(1, usual)), 1);
  const own = await withGiven(() =>
    tokenizer.encode(promptText(tokenizer, { prompt }, format)).length
  );
  const promptPositions = positions("prompt-positions", places?.promptPositions ?? own);
  const { length: trained } = checkpoint.config;
  const answerPositions = positions(
    "answer-positions",
    places?.answerPositions ?? trained - promptPositions,
  );
  if (own === 0 || own > promptPositions) {
    throw new UserError(
      `Cannot answer: the prompt has ${own} tokens, there is room for 1 to ${promptPositions}: set ` +
        "--prompt-positions",
    );
  }
  const { config } = await withGiven(() =>
    atLength(checkpoint.config, promptPositions + answerPositions)
  );
  const denoiser = createDenoiser(checkpoint.parameters, config, { engine });
  const { texts } = await drawAnswers(denoiser, {
    ...{ ...options, tokenizer, prompt, format, promptPositions },
  });
  for (const text of texts) print(text);
  await denoiser.release();
}
