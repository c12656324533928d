/**
 * Names of random streams, for `foldIn`. They decide what every draw is: another name is another
 * network, data set and sample, whatever the seed.
 */
export const STREAMS = {
  /** What `data/qm9` draws. */
  dataQm9: "data/qm9",
  /** Which molecules are enumerated. */
  enumerate: "enumerate",
  /** Which sequences are held out. */
  holdout: "holdout",
  /** First values of a network's parameters; a stream for each, by its name. */
  initial: "initial",
  /** The same of a quality head that is put on a network. */
  qualityHead: "quality head",
  /** The same of adapters that are put on a network. */
  adapters: "adapters",
  /** Order of the sequences in an epoch. */
  epoch: "epoch",
  /** What is drawn for a batch beside its sequences. */
  batch: "batch",
  /** Dropout masks of a step; a stream for each, by {@linkcode dropoutStream}. */
  dropout: "dropout",
  /** Samples that are drawn while a network is trained. */
  sample: "sample",
  /** Which sequences a likelihood is estimated on. */
  sequences: "sequences",
  /** Which of its labels a sequence shows first there. */
  labels: "labels",
  /** Molecules that are drawn from a network. */
  sampleGuided: "sample/guided",
  /** Texts that are drawn from a network. */
  sampleText: "sample/text",
  /** Answers that are drawn from a network. */
  samplePrompted: "sample/prompted",
  /** Tokens that a sampler begins with. */
  start: "start",
  /** Which tokens a step leaves as they are. */
  stay: "stay",
  /** Which position comes next. */
  which: "which",
  /** In which order positions come. */
  order: "order",
  /** Values that are drawn: tokens by a sampler, times by an estimate of a likelihood. */
  draw: "draw",
  /** What `data/prompted` draws. */
  dataPrompted: "data/prompted",
  /** Problems that are made; a stream for each part of them. */
  problems: "problems",
  /** A sudoku of which others are made; a stream for each. */
  sudoku: "sudoku",
  /** What a corrector draws. */
  correct: "correct",
  /** Which documents of a corpus go into which part. */
  splitTexts: "split texts",
  /** Which problems a resample of scores holds. */
  bootstrap: "bootstrap",
  /** Where the clusters of MAUVE start. */
  mauve: "mauve",
  /** Values of the trials of a search; a stream for each, by number and name. */
  search: "search",
} as const;

/**
 * Name of the stream of a dropout mask within {@linkcode STREAMS.dropout}.
 *
 * @param pass Pass through the network, counted from 0.
 * @param site Where the architecture drops elements.
 */
export function dropoutStream(pass: number, site: string): string {
  return `dropout/${pass}/${site}`;
}
