import { drawSamples } from "../../diffusion/drawing/draw_samples.ts";
import type { Frame, Samples } from "../../diffusion/samplers/sampler.ts";
import { samplerNamed } from "../../diffusion/samplers/samplers.ts";
import { sequenceIds } from "../../domains/text/sequence_text.ts";
import type { TextTokenizer } from "../../domains/text/tokenizers/text_tokenizer.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { labelOf } from "../../model/labels.ts";
import { foldIn, randomKey, STREAMS } from "../../random/mod.ts";
import { layOutPrompts } from "../../sampling/prompt_layout.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import { samplerSettings } from "../settings/setting.ts";
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

/** What a sampler goes on from, of a network that answers. */
function promptOf({ network, prompt, count }: DrawRequest, tokenizer: TextTokenizer | undefined) {
  const { prompted, vocabulary: { padId, maskId } } = network;
  if (prompted === undefined) return {};
  const { promptPositions, answerPositions: generated } = prompted;
  const ids = tokenizer!.encode(prompt);
  if (ids.length === 0 || ids.length > promptPositions) {
    throw new RangeError(
      `Cannot answer: the prompt has ${ids.length} tokens, there is room for 1 to ${promptPositions}`,
    );
  }
  const prompts = Array.from({ length: count }, () => ids);
  return layOutPrompts({ prompts, promptPositions, generated, padId, maskId });
}

/**
 * Draws a sheet: what `deno task sample` draws with the same settings, or, of a network that answers,
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
  const { network, setting, seed, count } = request, { vocabulary, length } = network;
  const { bosId, eosId, padId } = vocabulary;
  const isAnswer = network.prompted !== undefined;
  const samples = await drawSamples(denoiser, {
    sampler: samplerNamed(setting.method),
    // The page offers no others.
    objective: { name: network.objective, shows: "masks" },
    settings: samplerSettings(setting),
    key: foldIn(randomKey(seed), isAnswer ? STREAMS.samplePrompted : STREAMS.sampleGuided),
    labels: new Int32Array(count).fill(shownLabel(network, request)),
    gamma: isAnswer || shownLabel(network, request) === network.numClasses ? 1 : setting.gamma,
    ...{ bosId, eosId, padId, signal, observe },
    batch: Math.max(1, Math.floor(MOST_LOGITS / (length * vocabulary.tokens.length))),
    ...promptOf(request, tokenizer),
  });
  if (tokenizer === undefined) return samples;
  const from = network.prompted?.promptPositions ?? 0;
  const texts = Array.from({ length: count }, (_, row) => {
    const ids = samples.tokens.subarray(row * length + from, (row + 1) * length);
    return tokenizer.decode(sequenceIds(vocabulary, ids));
  });
  return { ...samples, texts };
}
