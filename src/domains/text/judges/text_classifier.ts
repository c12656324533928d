import { type CharacterModel, characterModel } from "./character_model.ts";

/** Tells of which label a text most likely is. */
export interface TextClassifier {
  /** Labels that it knows, in order. */
  readonly labels: readonly number[];
  /** The label of a text. */
  classify(text: string): number;
}

/**
 * A classifier of texts: a model of characters for each label, of which the one speaks to which the text
 * is likeliest, all labels being as likely beforehand.
 *
 * @param texts Texts with their labels.
 * @param order Characters of the longest runs of the models.
 * @throws {RangeError} If there are texts of fewer than two labels.
 */
export function textClassifier(
  texts: readonly { readonly text: string; readonly label?: number }[],
  order = 6,
): TextClassifier {
  const groups = Map.groupBy(
    texts.filter(({ label }) => label !== undefined),
    ({ label }) => label!,
  );
  if (groups.size < 2) {
    throw new RangeError(
      `Cannot tell labels of texts apart: there are ${groups.size}, two at least`,
    );
  }
  const models: [number, CharacterModel][] = [...groups].sort(([a], [b]) => a - b)
    .map(([label, own]) => [label, characterModel(own.map(({ text }) => text), order)]);
  return {
    labels: models.map(([label]) => label),
    classify(text) {
      const nats = models.map(([, model]) => model.nats(text));
      return models[nats.indexOf(Math.min(...nats))]![0];
    },
  };
}
