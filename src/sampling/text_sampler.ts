import { countLabels, knownProperties, labelOf } from "../model/labels.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import { textTokenizer } from "../domains/text/tokenizers/text_tokenizers.ts";
import { sequenceIds } from "../domains/text/sequence_text.ts";
import {
  type DrawnSequences,
  openSequenceSampler,
  type SequenceSampler,
  type SequenceSamplerOptions,
} from "./sequence_sampler.ts";
import { withClassifications } from "./guidance/with_classifications.ts";
import type { TextSamples } from "../artifacts/samples.ts";
import { decidingSettings, type DrawnSettings } from "./sampling_settings.ts";
import { tokenEntropy } from "./token_entropy.ts";

/** Texts, with what a samples file says of them. */
export interface DrawnTexts extends Pick<DrawnSequences, "seconds" | "nfe" | "evaluations"> {
  /** Mean entropy of a text's tokens, in nats. */
  readonly entropy: number;
  /** What a samples file holds. */
  readonly content: TextSamples;
}

/** Settings of a set of texts. */
export type TextSettings = DrawnSettings & {
  /** Property to guide. @default {undefined}, none: no text is shown a label */
  readonly property?: string;
  /** Its label to guide towards. @default {undefined}, each of them in turn */
  readonly label?: number;
};

/** The property's label that each text is drawn for, and what the network is shown. */
function chooseLabels(
  sampler: Pick<SequenceSampler, "config" | "training" | "guide">,
  { property, label, count }: TextSettings,
) {
  const { guide, config } = sampler;
  if (guide !== undefined && property !== undefined) {
    const labels = guide.properties[0]!.labels;
    const own = Array.from({ length: count }, (_, row) => label ?? row % labels);
    return {
      own,
      shown: new Int32Array(count).fill(config.numClasses),
      classes: Int32Array.from(own, (label) => guide.labelOf(property, label)),
    };
  }
  const properties = knownProperties(sampler.config, sampler.training, property ?? "its property");
  if (property === undefined) {
    return { shown: new Int32Array(count).fill(countLabels(properties)) };
  }
  const labels = properties.find(({ name }) => name === property)?.labels ?? 1;
  const own = Array.from({ length: count }, (_, row) => label ?? row % labels);
  return { own, shown: Int32Array.from(own, (label) => labelOf(properties, property, label)) };
}

/** A text that was drawn. */
interface Drawn {
  readonly text: string;
  readonly entropy: number;
}

/**
 * Draws texts from a network, `batch` of them at once: their logits are all that is held. The texts do
 * not depend on it.
 *
 * @throws {Error} If the network does not fit the data set, or the data set is no text.
 */
export async function drawTexts(
  options: SequenceSamplerOptions,
  settings: TextSettings,
  signal: AbortSignal,
  onStep: (done: number, total: number) => void,
): Promise<DrawnTexts> {
  const sampler = await openSequenceSampler(options), { meta, model } = sampler;
  const tokenizer = await textTokenizer(meta);
  const { count, seed, trajectories, batch, property, label } = settings;
  const { own: labels, shown, classes } = chooseLabels(sampler, settings);
  const steps = sampler.steps(settings), total = Math.ceil(count / batch) * steps;
  const texts: Drawn[] = [], key = foldIn(randomKey(seed), STREAMS.sampleText);
  let trajectory: DrawnSequences["trajectory"] = [], seconds = 0, evaluations = 0, nfe = 0;
  let classifications = classes === undefined ? undefined : 0;
  for (let firstRow = 0; firstRow < count; firstRow += batch) {
    const rows = Math.min(batch, count - firstRow), before = firstRow / batch * steps;
    const part = await sampler.draw(
      { ...settings, trajectories: firstRow === 0 ? trajectories : 0 },
      {
        ...{ key, firstRow, signal },
        labels: shown.subarray(firstRow, firstRow + rows),
        guide: classes && {
          guide: sampler.guide!.guide,
          labels: classes.subarray(firstRow, firstRow + rows),
        },
        onStep: (done) => onStep(before + done, total),
      },
    );
    if (firstRow === 0) trajectory = part.trajectory;
    for (const ids of part.sequences) {
      const own = sequenceIds(meta, ids);
      texts.push({ text: tokenizer.decode(own), entropy: tokenEntropy(own) });
    }
    seconds += part.seconds;
    evaluations += part.evaluations * rows / count;
    if (classifications !== undefined) classifications += part.classifications! * rows / count;
    nfe = part.nfe;
  }
  await sampler.release();
  const entropy = texts.reduce((sum, { entropy }) => sum + entropy, 0) / count;
  const cost = withClassifications({ nfe, evaluations, classifications });
  const content = {
    settings: {
      ...decidingSettings(settings),
      ...(property !== undefined && { property }),
      ...(label !== undefined && { label }),
      ...{ count, seed },
    },
    ...{ ...cost, entropy, entropies: texts.map(({ entropy }) => entropy) },
    ...(labels !== undefined && { labels }),
    ...{ texts: texts.map(({ text }) => text), trajectory, data: { source: meta.source }, model },
  };
  return { content, entropy, seconds, nfe: cost.nfe, evaluations: cost.evaluations };
}
