import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";
import type { Guide } from "../../diffusion/guidance/guide.ts";
import { findGuidance, type GuidanceName } from "../../diffusion/guidance/guidances.ts";
import type { Sampler } from "../../diffusion/samplers/sampler.ts";
import { readCheckpoint } from "../../model/checkpoint.ts";
import { createClassifier } from "../../model/classifier/classifier.ts";
import { type LabelledProperty, labelOf, readProperties } from "../../model/labels.ts";
import { checkSameTokens } from "../../model/vocabulary/tokens_file.ts";
import type { EngineOptions } from "../../tensor/engines/prepare.ts";

/** A classifier that is ready to guide. */
export interface OpenedGuide {
  /** What scores tokens. */
  readonly guide: Guide;
  /** The property whose labels it tells; there is one. */
  readonly properties: readonly LabelledProperty[];
  /**
   * The classifier's label of a property's.
   *
   * @throws {RangeError} If it knows another property, or there is no such label.
   */
  labelOf(property: string, label: number): number;
  /**
   * Checks that the classifier was trained on what a sampler shows a network.
   *
   * @throws {RangeError} If it was trained on something else.
   */
  checkShown(sampler: Pick<Sampler, "name" | "shows">): void;
  /** Frees the classifier. */
  release(): Promise<void>;
}

/** What a guide is opened for. */
export interface OpenGuideOptions extends EngineOptions {
  /** The data set of the sequences. */
  readonly meta: DatasetMeta;
  /** Rows that the classifier evaluates at once. */
  readonly batch: number;
}

/**
 * Opens the classifier that guides, if one does.
 *
 * @param folder Of its checkpoint.
 * @throws {Error} If it is missing or not asked for, or was trained on other sequences than it is to judge.
 */
export async function openGuide(
  name: GuidanceName = "cfg",
  folder: string | undefined,
  { meta, batch, ...options }: OpenGuideOptions,
): Promise<OpenedGuide | undefined> {
  const { guide } = findGuidance(name)!;
  if (guide === undefined) {
    if (folder === undefined) return undefined;
    throw new RangeError(
      `Cannot guide by ${name}: it asks no classifier: leave the input classifier out, or set guidance`,
    );
  }
  if (folder === undefined) {
    throw new RangeError(
      `Cannot guide by ${name}: it asks a classifier: give the input classifier a model of ` +
        "train/classifier",
    );
  }
  const { config, parameters, training = {}, vocabulary } = await readCheckpoint(folder);
  if (config.length !== meta.length || config.vocab !== meta.tokens.length) {
    throw new RangeError(
      `Cannot guide by ${name}: the classifier is of ${config.length} positions and ${config.vocab} ` +
        `tokens, the data set of ${meta.length} and ${meta.tokens.length}`,
    );
  }
  checkSameTokens(vocabulary, meta);
  const classifier = createClassifier(parameters, config, { ...options, maxRows: batch });
  const properties = readProperties(training.properties);
  return {
    guide: guide(classifier),
    properties,
    labelOf(property, label) {
      const own = labelOf(properties, property, label);
      if (own < classifier.classes) return own;
      throw new RangeError(
        `Cannot guide to label ${label}: it is none, and the classifier tells 0 to ${
          classifier.classes - 1
        }`,
      );
    },
    checkShown({ name: sampler, shows }) {
      if (training.shows === shows) return;
      throw new RangeError(
        `Cannot guide ${sampler} by ${name}: the classifier was trained on ${
          training.shows ?? "nothing that it names"
        }: train it with shows: ${shows}`,
      );
    },
    release: () => classifier.release(),
  };
}
