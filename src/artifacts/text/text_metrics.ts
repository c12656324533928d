import { z } from "zod";
import { readJson, writeJson } from "../../support/json_file.ts";
import { type SampleOrigin, textOrigin } from "../samples.ts";

/** A figure of a set of texts. */
export interface TextFigure {
  /** The figure; `null` where there is nothing to tell it by. */
  readonly value: number | null;
  /** Its standard error over texts; `null` where they give none. */
  readonly se: number | null;
}

/** Who judged a set of texts. Figures of different judges are never compared. */
export interface TextJudges {
  /** The network whose likelihood and features were taken, such as a GPT-2; it has a hash of its weights. */
  readonly network?: { readonly name: string; readonly id: string };
  /** The model of runs of characters. */
  readonly characters: { readonly name: string; readonly id: string };
}

/** Figures of a set of texts by name. */
export interface TextFigures {
  /** Exponential of the mean nats of a token, by the network. */
  readonly perplexity?: TextFigure;
  /** How near the texts are to real ones, by the features of the network. */
  readonly mauve?: TextFigure;
  /** Nats of a character, by the model of characters. */
  readonly characterNats: TextFigure;
  /** Share of texts that the classifier finds of the label they were drawn for. */
  readonly labelled?: TextFigure;
  /** Faults of English grammar and spelling in a hundred words, where they were counted. */
  readonly faults?: TextFigure;
  /** Entropy of a text's tokens, in nats. */
  readonly entropy: TextFigure;
  /** Distinct pairs of words as a share of all. */
  readonly distinctPairs: TextFigure;
  /** The same of runs of three. */
  readonly distinctTriples: TextFigure;
  /** Share of the runs of four words that stood in a text before. */
  readonly repeated: TextFigure;
  /** Share of characters in passages that stand in the training data, too. */
  readonly copied: TextFigure;
  /** Characters of the longest of these in a text, mean over texts. */
  readonly longestCopy: TextFigure;
}

/** Real texts, judged as the sampled ones. */
export interface JudgedReference {
  /** How many. */
  readonly n: number;
  /** Their figures. */
  readonly figures: TextFigures;
}

/** The metrics of one setting of the sampler and one seed, as `eval/text` writes them. */
export interface TextMetrics extends SampleOrigin {
  /** Who judged. */
  readonly judges: TextJudges;
  /** Texts. */
  readonly n: number;
  /** Their figures. */
  readonly figures: TextFigures;
  /** Held-out texts, judged alike. */
  readonly reference: JudgedReference;
  /** Characters from which on a common passage counts, and those of the training data looked through. */
  readonly copies: { readonly least: number; readonly indexed: number };
  /** Some of the texts, to be read. */
  readonly examples: readonly string[];
}

const figure = z.object({ value: z.number().nullable(), se: z.number().nullable() });

const figures: z.ZodType<TextFigures> = z.object({
  perplexity: figure.optional(),
  mauve: figure.optional(),
  characterNats: figure,
  labelled: figure.optional(),
  faults: figure.optional(),
  entropy: figure,
  distinctPairs: figure,
  distinctTriples: figure,
  repeated: figure,
  copied: figure,
  longestCopy: figure,
});

const judge = z.object({ name: z.string(), id: z.string() });

const textMetrics: z.ZodType<TextMetrics> = z.object({
  judges: z.object({ network: judge.optional(), characters: judge }),
  ...textOrigin,
  n: z.int().positive(),
  figures,
  reference: z.object({ n: z.int().positive(), figures }),
  copies: z.object({ least: z.int(), indexed: z.int() }),
  examples: z.array(z.string()),
});

/**
 * Reads one metrics file of `eval/text`.
 *
 * @throws {UserError} If the file is not JSON or lacks a field, naming the file and the field.
 */
export function readTextMetrics(path: string): Promise<TextMetrics> {
  return readJson(path, textMetrics, "metrics of texts");
}

/** Writes the metrics of one setting and seed. */
export function writeTextMetrics(path: string, metrics: TextMetrics): Promise<void> {
  return writeJson(path, metrics, { indent: 1 });
}
