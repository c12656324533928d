import { smilesTokenizer } from "../domains/molecules/smiles_tokenizer.ts";
import { knownProperties, labelOf } from "../model/labels.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import {
  type DrawnSequences,
  openSequenceSampler,
  type SequenceSampler,
  type SequenceSamplerOptions,
} from "./sequence_sampler.ts";
import { withClassifications } from "./guidance/with_classifications.ts";
import type { MoleculeSamples } from "../artifacts/samples.ts";
import { type CellSettings, decidingSettings } from "./sampling_settings.ts";

/** One set of samples. */
export interface MoleculeCell extends Pick<DrawnSequences, "seconds" | "nfe" | "evaluations"> {
  /** What a samples file holds. */
  readonly content: MoleculeSamples;
}

/** Draws sets of molecules from one network. */
export interface MoleculeSampler extends Pick<SequenceSampler, "steps" | "release"> {
  /** Draws a set. */
  draw(
    settings: CellSettings,
    signal: AbortSignal,
    onStep: (done: number) => void,
  ): Promise<MoleculeCell>;
}

/**
 * Opens a network for sampling molecules.
 *
 * @throws {Error} If the network does not fit the data set.
 */
export async function openMoleculeSampler(
  options: SequenceSamplerOptions,
): Promise<MoleculeSampler> {
  const sampler = await openSequenceSampler(options),
    { meta, config, training, model, guide } = sampler;
  const tokenizer = smilesTokenizer(meta.tokens.slice(0, meta.bosId));
  return {
    steps: sampler.steps,
    async draw(settings, signal, onStep) {
      const { count, property, label, seed } = settings;
      const all = (label: number) => new Int32Array(count).fill(label);
      const shown = guide === undefined
        ? labelOf(knownProperties(config, training, property), property, label)
        : config.numClasses;
      const { sequences, trajectory, seconds, ...drawn } = await sampler.draw(settings, {
        key: foldIn(randomKey(seed), STREAMS.sampleGuided),
        labels: all(shown),
        guide: guide && { guide: guide.guide, labels: all(guide.labelOf(property, label)) },
        ...{ signal, onStep },
      });
      const cost = withClassifications(drawn);
      const smiles = sequences.map((ids) => tokenizer.decode(ids));
      const content = {
        settings: { ...decidingSettings(settings), property, label, count, seed },
        ...cost,
        ...{ smiles, trajectory, data: { source: meta.source }, model },
      };
      return { content, seconds, nfe: cost.nfe, evaluations: cost.evaluations };
    },
    release: sampler.release,
  };
}
