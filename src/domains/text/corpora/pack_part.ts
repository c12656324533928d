import type { TextDocument } from "../../../artifacts/corpus_texts.ts";
import { countSequences, type PartContent } from "../../../artifacts/dataset.ts";
import { packDocuments } from "../pack_documents.ts";
import type { TextTokenizer } from "../tokenizers/text_tokenizer.ts";

/** Options of {@linkcode packPart}. */
export interface PackPartOptions {
  /** Positions of a sequence. */
  readonly length: number;
  /** Name of the property that the documents' labels are of. @default {undefined}, they have none */
  readonly property?: string;
  /** Hears of each document that was encoded. */
  onDocument?(document: TextDocument): void;
}

/**
 * The sequences of a part of a corpus. Documents of different labels share none, so that each sequence
 * has one label.
 */
export function packPart(
  documents: readonly TextDocument[],
  tokenizer: TextTokenizer,
  { length, property, onDocument }: PackPartOptions,
): PartContent {
  function* encoded(own: readonly TextDocument[]) {
    for (const document of own) {
      yield tokenizer.encode(document.text);
      onDocument?.(document);
    }
  }
  const groups = [...Map.groupBy(documents, ({ label = 0 }) => label)].sort(([a], [b]) => a - b)
    .map(([label, own]) => ({ label, tokens: packDocuments(encoded(own), length, tokenizer) }));
  const [first = { label: 0, tokens: packDocuments([], length, tokenizer) }] = groups;
  const size = groups.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const tokens = new (first.tokens.constructor as typeof Uint16Array)(size);
  const labels = new Uint8Array(size / length);
  let start = 0;
  for (const { label, tokens: own } of groups) {
    tokens.set(own, start);
    const row = start / length;
    labels.fill(label, row, row + countSequences({ tokens: own, length }));
    start += own.length;
  }
  if (property === undefined) return { tokens };
  const labelled = { values: Float32Array.from(labels), labels };
  return { tokens, properties: new Map([[property, labelled]]) };
}
