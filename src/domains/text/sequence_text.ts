import type { DatasetMeta } from "../../artifacts/dataset_meta.ts";

/**
 * The token ids of a sequence without bos, up to its end; all ids of a packed one, where the same token
 * begins, joins and ends documents.
 */
export function sequenceIds(
  { bosId, eosId, padId }: Pick<DatasetMeta, "bosId" | "eosId" | "padId">,
  ids: ArrayLike<number>,
): number[] {
  if (bosId === eosId) return Array.from(ids);
  const own: number[] = [];
  for (let i = ids[0] === bosId ? 1 : 0; i < ids.length; i++) {
    if (ids[i] === eosId || ids[i] === padId) break;
    own.push(ids[i]!);
  }
  return own;
}

/**
 * Makes the function that reads a sequence up to its end: as its tokenizer does where the data set is
 * text, else one token's name after the other.
 */
export async function sequenceReader(
  meta: Pick<
    DatasetMeta,
    "tokens" | "bosId" | "eosId" | "padId" | "maskId" | "source" | "folder"
  >,
): Promise<(ids: ArrayLike<number>) => string> {
  if (meta.source.tokenizer === undefined) {
    return (ids) => sequenceIds(meta, ids).map((id) => meta.tokens[id] ?? `<${id}>`).join("");
  }
  const { textTokenizer } = await import("./tokenizers/text_tokenizers.ts");
  const tokenizer = await textTokenizer(meta);
  return (ids) => tokenizer.decode(sequenceIds(meta, ids));
}
