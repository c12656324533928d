import type { DatasetMeta } from "./dataset.ts";

/** The text that token ids stand for, up to the end of the sequence. */
export function sequenceText(
  { tokens, bosId, eosId, padId }: DatasetMeta,
  ids: ArrayLike<number>,
): string {
  let text = "";
  for (let i = ids[0] === bosId ? 1 : 0; i < ids.length; i++) {
    if (ids[i] === eosId || ids[i] === padId) break;
    text += tokens[ids[i]] ?? `<${ids[i]}>`;
  }
  return text;
}
