import type { DatasetMeta } from "./dataset.ts";

/** The token ids of a sequence without bos, up to its end. */
export function sequenceIds(
  { bosId, eosId, padId }: Pick<DatasetMeta, "bosId" | "eosId" | "padId">,
  ids: ArrayLike<number>,
): number[] {
  const own: number[] = [];
  for (let i = ids[0] === bosId ? 1 : 0; i < ids.length; i++) {
    if (ids[i] === eosId || ids[i] === padId) break;
    own.push(ids[i]);
  }
  return own;
}

/** The tokens that ids stand for, written one after the other, up to the end of the sequence. */
export function sequenceText(meta: DatasetMeta, ids: ArrayLike<number>): string {
  return sequenceIds(meta, ids).map((id) => meta.tokens[id] ?? `<${id}>`).join("");
}
