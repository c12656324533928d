import type { TextFigure, TextFigures } from "../artifacts/text/text_metrics.ts";
import type { CharacterModel } from "../domains/text/judges/character_model.ts";
import type { CopyFinder } from "../domains/text/judges/copied_text.ts";
import { mauve } from "../domains/text/judges/mauve.ts";
import { countPoints, type Points } from "../domains/text/judges/points.ts";
import { exponential, meanOf, ratioOfSums } from "../domains/text/judges/ratio.ts";
import { distinctRuns, repeatedRuns } from "../domains/text/judges/repetition.ts";
import type { TextClassifier } from "../domains/text/judges/text_classifier.ts";
import type { TextLikelihood } from "../domains/text/judges/text_likelihood.ts";
import { END_OF_TEXT } from "../domains/text/tokenizers/special_tokens.ts";
import type { RandomKey } from "../random/mod.ts";

/** Texts that are judged. */
export interface JudgedTexts {
  /** The texts, in which the end of a document stands by its name. */
  readonly texts: readonly string[];
  /** Entropy of the tokens of each, in nats. */
  readonly entropies: readonly number[];
  /** The label that each was drawn for. */
  readonly labels?: readonly number[];
}

/** Who and what judges them. */
export interface TextJudging {
  /** Likelihood of characters. */
  readonly characters: CharacterModel;
  /** Finds what was copied from the training data. */
  readonly copies: CopyFinder;
  /** Tells labels apart, of a corpus that has such. */
  readonly classifier?: TextClassifier;
  /** Faults of grammar in each text. @default {undefined}, they are not counted */
  readonly faults?: readonly number[];
  /** What a network makes of the texts. */
  readonly likelihood?: TextLikelihood;
  /** Features of real texts. @default {none}, and no MAUVE */
  readonly reference?: Points;
  /** Where the clusters of MAUVE start. */
  readonly key: RandomKey;
}

/** Texts of a set from which on it is worth clustering: two clusters. */
const LEAST_TEXTS = 20;

const alone = (value: number | null): TextFigure => ({ value, se: null });

/** Documents of a text without the marks between them. */
export function documentsOf(text: string): string[] {
  return text.split(END_OF_TEXT).filter((part) => part !== "");
}

const countWords = (text: string) => text.split(/\s+/).filter((word) => word !== "").length;

const lengthOf = (text: string) => [...text].length;

function mauveOf({ likelihood, reference, key }: TextJudging): TextFigure | undefined {
  if (likelihood === undefined || reference === undefined) return undefined;
  const n = Math.min(countPoints(likelihood.features), countPoints(reference));
  return alone(n < LEAST_TEXTS ? null : mauve(likelihood.features, reference, key).value);
}

/** Figures of a set of texts. */
export function textFigures(
  { texts, entropies, labels }: JudgedTexts,
  judging: TextJudging,
): TextFigures {
  const { characters, copies, classifier, faults, likelihood } = judging;
  const documents = texts.map(documentsOf), plain = documents.map((parts) => parts.join("\n"));
  const sums = (parts: readonly string[], of: (part: string) => number) =>
    parts.reduce((sum, part) => sum + of(part), 0);
  const found = documents.map((parts) => parts.map((part) => copies.find(part)));
  const near = mauveOf(judging);
  return {
    ...(likelihood !== undefined && {
      perplexity: exponential(ratioOfSums(likelihood.nats, likelihood.counted)),
    }),
    ...(near !== undefined && { mauve: near }),
    characterNats: ratioOfSums(
      documents.map((parts) => sums(parts, characters.nats)),
      documents.map((parts) => sums(parts, lengthOf)),
    ),
    ...(classifier !== undefined && labels !== undefined && {
      labelled: meanOf(plain.map((text, i) => Number(classifier.classify(text) === labels[i]))),
    }),
    ...(faults !== undefined && {
      faults: ratioOfSums(faults.map((own) => 100 * own), plain.map(countWords)),
    }),
    entropy: meanOf(entropies),
    distinctPairs: alone(distinctRuns(plain, 2)),
    distinctTriples: alone(distinctRuns(plain, 3)),
    repeated: meanOf(plain.map(repeatedRuns)),
    copied: ratioOfSums(
      found.map((parts) => parts.reduce((sum, { copied }) => sum + copied, 0)),
      documents.map((parts) => sums(parts, ({ length }) => length)),
    ),
    longestCopy: meanOf(found.map((parts) => Math.max(0, ...parts.map(({ longest }) => longest)))),
  };
}
