import { readDataset } from "../../artifacts/dataset.ts";
import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";
import { sequenceIds } from "../../domains/text/sequence_text.ts";

/**
 * Token ids of the first sequences of a data set's training part, prompt and answer, each with a
 * separator after it: what stands before a prompt that is shown examples.
 *
 * @param separator Its token ids.
 * @throws {RangeError} If there are fewer, or none of them has a prompt.
 */
export async function examplePrompts(
  folder: string,
  { bosId, eosId, padId }: Pick<DatasetMeta, "bosId" | "eosId" | "padId">,
  { shots, separator }: { readonly shots: number; readonly separator: readonly number[] },
): Promise<number[]> {
  if (shots === 0) return [];
  const { tokens, promptLengths, length } = (await readDataset(folder)).train;
  if (promptLengths === undefined || promptLengths.length < shots) {
    throw new RangeError(
      `Cannot show ${shots} examples: the training part of the data set has ${
        promptLengths?.length ?? "no prompts and so 0"
      } of them`,
    );
  }
  return Array.from({ length: shots }, (_, row) => {
    const ids = Array.from(tokens.subarray(row * length, (row + 1) * length));
    const prompt = ids.slice(0, promptLengths[row]);
    const answer = sequenceIds({ bosId, eosId, padId }, ids.slice(promptLengths[row]));
    return [...prompt, ...answer, ...separator];
  }).flat();
}
