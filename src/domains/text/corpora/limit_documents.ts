import { characterBoundary } from "../character_boundary.ts";

/**
 * Documents up to a number of characters (UTF-16 units) in all; the last one may be cut, but within no
 * character.
 */
export async function limitDocuments<Document extends { readonly text: string }>(
  documents: Iterable<Document> | AsyncIterable<Document>,
  limit: number,
): Promise<Document[]> {
  const kept: Document[] = [];
  let left = limit;
  for await (const document of documents) {
    const text = document.text.slice(0, characterBoundary(document.text, left));
    if (text !== "") kept.push(text === document.text ? document : { ...document, text });
    left -= document.text.length;
    if (left <= 0) break;
  }
  return kept;
}
