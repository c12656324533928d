import type { TextDocument } from "../../../artifacts/corpus_texts.ts";
import { type RandomKey, RandomStream } from "../../../random/mod.ts";
import { characterBoundary } from "../character_boundary.ts";

/** A part of a corpus and the share of its characters that it gets. */
export interface PartShare {
  /** Name of the part. */
  readonly part: string;
  /** Share of the characters. */
  readonly share: number;
}

/** A corpus of fewer documents is split within each of them. */
const FEW_DOCUMENTS = 10;

/** Characters of documents. */
export function countCharacters(documents: Iterable<TextDocument>): number {
  let count = 0;
  for (const { text } of documents) count += text.length;
  return count;
}

/** Cuts a document into a piece for each part. */
function cutDocument(document: TextDocument, shares: readonly PartShare[]): TextDocument[][] {
  const { text } = document;
  let done = 0, start = 0;
  return shares.map(({ share }, i) => {
    done += share;
    const isLast = i === shares.length - 1;
    const end = isLast ? text.length : characterBoundary(text, Math.round(text.length * done));
    const piece = text.slice(start, end);
    start = end;
    return piece === "" ? [] : [{ ...document, text: piece }];
  });
}

/** Deals documents out in an order of chance until each part but the first has its share. */
function dealOut(
  documents: readonly TextDocument[],
  shares: readonly PartShare[],
  stream: RandomStream,
): TextDocument[][] {
  const order = [...stream.permutation(documents.length)].map((i) => documents[i]!);
  const total = countCharacters(documents);
  const [, ...others] = shares;
  const dealt = others.map(({ share }) => {
    const own: TextDocument[] = [];
    for (let count = 0; count < share * total && order.length > 0;) {
      const document = order.shift()!;
      own.push(document);
      count += document.text.length;
    }
    return own;
  });
  return [order, ...dealt];
}

/**
 * Splits a corpus into parts that have nothing in common: by documents, those of each label apart; fewer
 * than ten of a label are cut into pieces, in the order of the parts.
 *
 * @param shares Of each part, which add up to 1.
 * @returns The documents of each part, by its name.
 */
export function splitDocuments(
  documents: readonly TextDocument[],
  shares: readonly PartShare[],
  key: RandomKey,
): Map<string, TextDocument[]> {
  const stream = new RandomStream(key);
  const groups = [...Map.groupBy(documents, ({ label }) => label).values()];
  const split = groups.flatMap((own) =>
    own.length < FEW_DOCUMENTS
      ? own.map((document) => cutDocument(document, shares))
      : [dealOut(own, shares, stream)]
  );
  return new Map(
    shares.map(({ part }, i) => [part, split.flatMap((parts) => parts[i]!)]),
  );
}
