import { readTexts } from "../artifacts/corpus_texts.ts";
import { readDataset } from "../artifacts/dataset.ts";
import { readDatasetMeta } from "../artifacts/dataset_meta.ts";
import type {
  JudgedReference,
  TextFigures,
  TextJudges,
  TextMetrics,
} from "../artifacts/text/text_metrics.ts";
import { characterModel } from "../domains/text/judges/character_model.ts";
import { copyFinder } from "../domains/text/judges/copied_text.ts";
import { grammarChecker } from "../domains/text/judges/grammar_faults.ts";
import { textClassifier } from "../domains/text/judges/text_classifier.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import { readNetworkJudge } from "./network_judge.ts";
import { referenceTexts } from "./reference_texts.ts";
import { documentsOf, type JudgedTexts, textFigures } from "./text_figures.ts";

/** Folders that judges are read from. */
export interface JudgeFolders {
  /** The data set that the models were trained on. */
  readonly dataset: string;
  /** The judge's own part of the corpus. */
  readonly judgeData: string;
  /** A network that judges. @default {none} */
  readonly judge?: string;
}

/** Options of {@linkcode readTextJudges}. */
export interface TextJudgesOptions extends EngineOptions {
  /** Most held-out texts that stand for real ones. */
  readonly references: number;
  /** Longest run of characters that the judge of characters knows. */
  readonly order: number;
  /** Characters from which on a passage of the training data counts as copied. */
  readonly leastCopy: number;
  /** Seed of MAUVE's clusters. */
  readonly seed: number;
  /** Whether faults of English grammar are counted, too. @default {false} */
  readonly grammar?: boolean;
  /** Stops the judging, which then throws `signal.reason`. */
  readonly signal?: AbortSignal;
}

/** Judges of texts, who have read real ones. */
export interface ReadTextJudges extends AsyncDisposable {
  /** Who they are. */
  readonly names: TextJudges;
  /** Real texts. */
  readonly reference: JudgedReference;
  /** How copies are looked for. */
  readonly copies: TextMetrics["copies"];
  /** Judges a set of texts. */
  judge(texts: JudgedTexts): Promise<TextFigures>;
}

/** Reads the judges of texts of a data set, and lets them judge its held-out texts. */
export async function readTextJudges(
  { dataset: folder, judgeData, judge }: JudgeFolders,
  { references, order, leastCopy, seed, signal, grammar, ...engine }: TextJudgesOptions,
): Promise<ReadTextJudges> {
  const meta = await readDatasetMeta(folder), [property] = Object.keys(meta.labels ?? {});
  const dataset = await readDataset(folder, property === undefined ? [] : [property]);
  const learned = await readTexts(judgeData, "train");
  const characters = characterModel(learned.map(({ text }) => text), order);
  const classifier = property === undefined ? undefined : textClassifier(learned);
  const trained = await readTexts(folder, "train");
  const copies = copyFinder(trained.map(({ text }) => text).join("\n"), { least: leastCopy });
  const network = judge === undefined ? undefined : await readNetworkJudge(judge, meta, engine);
  const real = await referenceTexts(dataset, references);
  const checker = grammar ? await grammarChecker() : undefined;
  const faultsOf = async (texts: readonly string[]) => {
    if (checker === undefined) return undefined;
    const faults: number[] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      faults.push(await checker.count(documentsOf(text).join("\n")));
    }
    return faults;
  };
  const realLikelihood = await network?.judge(real.texts, { signal });
  const judging = {
    ...{ characters, copies, classifier },
    key: foldIn(randomKey(seed), STREAMS.mauve),
  };
  const size = characters.learned.toLocaleString("en-GB");
  return {
    names: {
      ...(network !== undefined && { network: { name: network.name, id: network.id } }),
      characters: {
        name: `a model of runs of ${order} characters that read ${size} others`,
        id: `${order}/${characters.learned}`,
      },
    },
    reference: {
      n: real.texts.length,
      figures: textFigures(real, {
        ...judging,
        likelihood: realLikelihood,
        faults: await faultsOf(real.texts),
      }),
    },
    copies: { least: leastCopy, indexed: copies.indexed },
    async judge(texts) {
      const likelihood = await network?.judge(texts.texts, { signal });
      const reference = realLikelihood?.features;
      const faults = await faultsOf(texts.texts);
      return textFigures(texts, { ...judging, likelihood, reference, faults });
    },
    async [Symbol.asyncDispose]() {
      await network?.release();
    },
  };
}
