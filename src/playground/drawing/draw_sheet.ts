import { drawSamples } from "../../diffusion/drawing/draw_samples.ts";
import type { Frame, Samples } from "../../diffusion/samplers/sampler.ts";
import { samplerNamed } from "../../diffusion/samplers/samplers.ts";
import { formatOf } from "../../domains/text/prompt_text.ts";
import { sequenceIds } from "../../domains/text/sequence_text.ts";
import type { TextTokenizer } from "../../domains/text/tokenizers/text_tokenizer.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { labelOf } from "../../model/labels.ts";
import { foldIn, randomKey, STREAMS } from "../../random/mod.ts";
import { drawAnswers } from "../../sampling/prompts/draw_answers.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import { samplerOf, samplerSettings } from "../settings/setting.ts";
import type { DrawRequest } from "./messages.ts";

/** Logits that are held at once, at most: of so many rows the network is asked in one go. */
const MOST_LOGITS = 2 ** 24;

/** The label that a network is shown. */
function shownLabel({ properties, numClasses }: OfferedNetwork, { setting }: DrawRequest): number {
  const { property, label } = setting;
  return properties.some(({ name }) => name === property)
    ? labelOf(properties, property, label)
    : numClasses;
}

/**
 * Draws a sheet: what `deno task sample` draws with the same settings; of a network that answers, also
 * what the task `sample/prompted` draws for its first problem.
 *
 * @param tokenizer Of a network that writes text.
 * @throws {RangeError} If the network cannot be drawn from as asked, or the prompt does not fit.
 */
export async function drawSheet(
  denoiser: Denoiser,
  request: DrawRequest,
  { tokenizer, signal, observe }: {
    readonly tokenizer?: TextTokenizer;
    readonly signal: AbortSignal;
    observe(frame: Frame): void;
  },
): Promise<Samples & { readonly texts?: readonly string[] }> {
  const { network, setting, seed, count, prompt } = request;
  const { vocabulary, length, prompted } = network, { bosId, eosId, padId } = vocabulary;
  const options = {
    sampler: samplerNamed(samplerOf(network, setting)),
    // The page offers no others.
    objective: { name: network.objective, shows: "masks" as const },
    settings: samplerSettings(setting),
    ...{ signal, observe },
    batch: Math.max(1, Math.floor(MOST_LOGITS / (length * vocabulary.tokens.length))),
  };
  if (prompted !== undefined) {
    const { promptPositions } = prompted, format = formatOf({ format: prompted.format });
    return await drawAnswers(denoiser, {
      ...{ ...options, tokenizer: tokenizer!, prompt, format, promptPositions, count, seed },
    });
  }
  const label = shownLabel(network, request);
  const samples = await drawSamples(denoiser, {
    ...options,
    key: foldIn(randomKey(seed), STREAMS.sampleGuided),
    labels: new Int32Array(count).fill(label),
    gamma: label === network.numClasses ? 1 : setting.gamma,
    ...{ bosId, eosId, padId },
  });
  if (tokenizer === undefined) return samples;
  const texts = Array.from({ length: count }, (_, row) => {
    const ids = samples.tokens.subarray(row * length, (row + 1) * length);
    return tokenizer.decode(sequenceIds(vocabulary, ids));
  });
  return { ...samples, texts };
}
