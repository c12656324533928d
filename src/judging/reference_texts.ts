import type { Dataset } from "../artifacts/dataset.ts";
import { countSequences } from "../artifacts/dataset.ts";
import { sequenceIds, sequenceReader } from "../domains/text/sequence_text.ts";
import { tokenEntropy } from "../sampling/token_entropy.ts";
import type { JudgedTexts } from "./text_figures.ts";

/**
 * Held-out sequences as texts, so that real text is judged at the length of the sampled: as many as asked
 * for, evenly spread.
 *
 * @param count Most texts; all if there are fewer.
 */
export async function referenceTexts(
  { meta, test, properties }: Pick<Dataset, "meta" | "test" | "properties">,
  count: number,
): Promise<JudgedTexts> {
  const read = await sequenceReader(meta), total = countSequences(test), { length } = test;
  const n = Math.min(count, total);
  const rows = Array.from({ length: n }, (_, i) => Math.floor(i * total / n));
  const ids = rows.map((row) => test.tokens.subarray(row * length, (row + 1) * length));
  return {
    texts: ids.map(read),
    entropies: ids.map((own) => tokenEntropy(sequenceIds(meta, own))),
    ...(properties.length > 0 && { labels: rows.map((row) => test.labels[row]!) }),
  };
}
