import type { SpecialIds, TextTokenizer, TextTokenizerKind } from "../text_tokenizer.ts";
import type { PublishedFiles } from "./published_files.ts";
import type { PublishedTokenizer } from "./published_tokenizer.ts";

/** What a data set calls it. */
const SOURCE = { tokenizer: "published" };

/** The token of an id; an embedding may have rows for which there is none. */
const nameOf = (token: string | undefined, id: number) => token ?? `<${id}>`;

function textTokenizerOf(
  { tokens, encode, decode, chat }: PublishedTokenizer,
  vocab: number,
  ids: SpecialIds,
  packed = false,
): TextTokenizer {
  return {
    source: packed ? { ...SOURCE, packed } : SOURCE,
    tokens: Array.from({ length: vocab }, (_, id) => nameOf(tokens[id], id)),
    ...ids,
    ...{ encode, decode },
    ...(chat !== undefined && { chat }),
  };
}

/** The ids of special tokens, as far as the folder names them. */
function idsOf(
  { special, tokens }: PublishedTokenizer,
  folder: string | undefined,
  { maskId = special.mask_token, packed = false }: { maskId?: number; packed?: boolean },
): SpecialIds {
  const eosId = special.eos_token;
  const missing = eosId === undefined
    ? "eos_token"
    : maskId === undefined
    ? "mask_token"
    : undefined;
  if (missing !== undefined) {
    throw new RangeError(
      `Cannot use the tokenizer${
        folder === undefined ? "" : ` of "${folder}"`
      }: it names no ${missing} among its ${tokens.length} ` +
        `tokens: set it in its tokenizer_config.json` +
        (missing === "mask_token" ? ", or put the network's config.json beside it" : ""),
    );
  }
  if (packed) return { bosId: eosId!, eosId: eosId!, padId: eosId!, maskId: maskId! };
  const { bos_token: bos } = special;
  // The same id for bos and eos would say that documents are packed; no sequence begins with the mask.
  const bosId = bos === undefined || bos === eosId ? maskId! : bos;
  return { bosId, eosId: eosId!, padId: special.pad_token ?? eosId!, maskId: maskId! };
}

/**
 * Opens the tokenizer of a folder, or of the texts of its files. What reads files is loaded where that
 * is needed: the other tokenizers need no Deno, nor their library.
 */
async function openTokenizer(
  { folder, files }: { readonly folder?: string; readonly files?: PublishedFiles },
  vocab: number | undefined,
) {
  const { publishedTokenizer } = await import("./published_tokenizer.ts");
  if (files !== undefined) return publishedTokenizer(files, { folder, vocab });
  if (folder === undefined) {
    throw new RangeError(
      "Cannot use a published tokenizer: give the folder with its tokenizer.json as the input tokens",
    );
  }
  const { readPublishedFiles } = await import("./published_files.ts");
  return publishedTokenizer(await readPublishedFiles(folder), { folder, vocab });
}

/** The tokenizer in a folder that somebody published, such as that of a network that is to be tuned. */
export const PUBLISHED_TOKENIZER: TextTokenizerKind = {
  tokens: "those of the tokenizer.json in the folder of the input tokens",
  // LLaDA's.
  expected: 126_464,
  async ofTexts(_texts, { folder, files, network, packed } = {}) {
    const vocab = network?.vocab, published = await openTokenizer({ folder, files }, vocab);
    const ids = idsOf(published, folder, { maskId: network?.maskId, packed });
    return textTokenizerOf(published, vocab ?? published.tokens.length, ids, packed);
  },
  async ofDataset({ folder, files, source, tokens, maskId }) {
    const vocab = tokens.length, packed = source.packed === true;
    const published = await openTokenizer({ folder, files }, vocab);
    return textTokenizerOf(published, vocab, idsOf(published, folder, { maskId, packed }), packed);
  },
};
