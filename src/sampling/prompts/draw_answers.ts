import { drawSamples, type DrawSamplesOptions } from "../../diffusion/drawing/draw_samples.ts";
import type { Samples } from "../../diffusion/samplers/sampler.ts";
import { type PromptFormat, promptText } from "../../domains/text/prompt_text.ts";
import { sequenceIds } from "../../domains/text/sequence_text.ts";
import type { TextTokenizer } from "../../domains/text/tokenizers/text_tokenizer.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { foldIn, randomKey, STREAMS } from "../../random/mod.ts";
import { layOutPrompts } from "./prompt_layout.ts";

/** What is answered, and how. */
export interface DrawAnswersOptions extends
  Omit<
    DrawSamplesOptions,
    "key" | "labels" | "gamma" | "prompt" | "seen" | "bosId" | "eosId" | "padId"
  > {
  /** Reads and writes text. */
  readonly tokenizer: TextTokenizer;
  /** The prompt. */
  readonly prompt: string;
  /** How it is written. */
  readonly format: PromptFormat;
  /** Positions that prompts end at; the denoiser's others are the answer's. */
  readonly promptPositions: number;
  /** How many answers to draw. */
  readonly count: number;
  /** Seed of all draws. */
  readonly seed: number;
}

/** Answers that were drawn. */
export interface DrawnAnswers extends Samples {
  /** Their texts. */
  readonly texts: readonly string[];
}

/**
 * Answers one prompt several times: as the task `sample/prompted` answers its first problem with the same
 * seed.
 *
 * @throws {RangeError} If the prompt does not fit, or the network cannot be drawn from as asked.
 */
export async function drawAnswers(
  denoiser: Denoiser,
  { tokenizer, prompt, format, promptPositions, count, seed, ...options }: DrawAnswersOptions,
): Promise<DrawnAnswers> {
  const { length, noLabel } = denoiser, { bosId, eosId, padId, maskId } = tokenizer;
  const ids = tokenizer.encode(promptText(tokenizer, { prompt }, format));
  if (ids.length === 0 || ids.length > promptPositions) {
    throw new RangeError(
      `Cannot answer: the prompt has ${ids.length} tokens, there is room for 1 to ${promptPositions}`,
    );
  }
  const prompts = Array.from({ length: count }, () => ids);
  const samples = await drawSamples(denoiser, {
    ...options,
    key: foldIn(randomKey(seed), STREAMS.samplePrompted),
    labels: new Int32Array(count).fill(noLabel),
    ...layOutPrompts({
      ...{ prompts, promptPositions, generated: length - promptPositions, padId, maskId },
    }),
    ...{ bosId, eosId, padId },
  });
  const texts = prompts.map((_, row) => {
    const own = samples.tokens.subarray(row * length + promptPositions, (row + 1) * length);
    return tokenizer.decode(sequenceIds(tokenizer, own));
  });
  return { ...samples, texts };
}
