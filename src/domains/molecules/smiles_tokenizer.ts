import type { IdArray } from "../../artifacts/dataset.ts";

/** The 30 SMILES tokens that write every molecule of QM9; a token's id is its index. */
export const QM9_TOKENS: readonly string[] = [
  ...["#", "(", ")", "-", "1", "2", "3", "4", "5", "=", "C", "F", "N", "O"],
  ...["[C-]", "[CH-]", "[N+]", "[N-]", "[NH+]", "[NH2+]", "[NH3+]", "[O-]"],
  ...["[c-]", "[cH-]", "[n-]", "[nH+]", "[nH]", "c", "n", "o"],
];

/** Tokens that are no part of a string; they follow the SMILES tokens, the mask last. */
const SPECIAL_TOKENS = ["<bos>", "<eos>", "<pad>", "<mask>"] as const;

const TOKEN_PATTERN = /\[[^\]]*\]|Br|Cl|%\d\d|./gsu;

/** Most tokens: ids of 16 bits, of which those of small vocabularies take 8. */
const MOST_TOKENS = 2 ** 16;

/** The tokens of a string: atoms in brackets, elements, bonds, branches and rings. */
export function smilesTokens(smiles: string): readonly string[] {
  return smiles.match(TOKEN_PATTERN) ?? [];
}

/** Writes SMILES as token ids and reads them back. */
export interface SmilesTokenizer {
  /** All tokens, special ones included; a token's id is its index. */
  readonly tokens: readonly string[];
  /** Id of the token that begins every sequence. */
  readonly bosId: number;
  /** Id of the token that ends the string. */
  readonly eosId: number;
  /** Id of the token that fills up a sequence. */
  readonly padId: number;
  /** Id of the absorbing token of masked diffusion; the last id. */
  readonly maskId: number;
  /**
   * The token ids `[length]` of a string: bos, its tokens, eos, pad.
   *
   * @returns `null` if a token is unknown or the string does not fit.
   */
  encode(smiles: string, length: number): IdArray | null;
  /** The distinct tokens of a string that are unknown, in their order. */
  unknownTokens(smiles: string): string[];
  /** Room for so many ids, in as many bits as they need. */
  ids(count: number): IdArray;
  /**
   * The string of token ids: what stands between the leading bos and the first eos or pad. A bos or
   * mask in between is written out, which makes the string invalid.
   */
  decode(ids: ArrayLike<number>): string;
}

/**
 * Makes a tokenizer of a list of SMILES tokens; bos, eos, pad and mask are appended.
 *
 * @throws {RangeError} If a token is empty or given twice.
 *
 * @example
 * ```ts ignore
 * const tokenizer = smilesTokenizer();
 * const ids = tokenizer.encode("CC(=O)C", 24); // Uint8Array(24) [30, 10, 10, 1, 9, 13, 2, 10, 31, 32, …]
 * ```
 */
export function smilesTokenizer(given: readonly string[] = QM9_TOKENS): SmilesTokenizer {
  const tokens = [...given, ...SPECIAL_TOKENS];
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  if (idOf.has("") || idOf.size !== tokens.length || tokens.length > MOST_TOKENS) {
    throw new RangeError(
      `Cannot make a SMILES tokenizer: needs at most ${
        MOST_TOKENS - SPECIAL_TOKENS.length
      } distinct ` +
        `tokens, none of them special or empty: got ${JSON.stringify(given).slice(0, 1000)}`,
    );
  }
  const ids = (count: number) =>
    tokens.length <= 256 ? new Uint8Array(count) : new Uint16Array(count);
  const bosId = given.length, eosId = bosId + 1, padId = bosId + 2, maskId = bosId + 3;
  return {
    tokens,
    bosId,
    eosId,
    padId,
    maskId,
    encode(smiles, length) {
      const pieces = smilesTokens(smiles);
      if (pieces.length + 2 > length) return null;
      const encoded = ids(length).fill(padId);
      encoded[0] = bosId;
      for (let i = 0; i < pieces.length; i++) {
        const id = idOf.get(pieces[i]!);
        if (id === undefined || id >= bosId) return null;
        encoded[i + 1] = id;
      }
      encoded[pieces.length + 1] = eosId;
      return encoded;
    },
    unknownTokens(smiles) {
      const isKnown = (token: string) => (idOf.get(token) ?? bosId) < bosId;
      return [...new Set(smilesTokens(smiles))].filter((token) => !isKnown(token));
    },
    ids,
    decode(ids) {
      let text = "";
      for (let i = ids[0] === bosId ? 1 : 0; i < ids.length; i++) {
        if (ids[i] === eosId || ids[i] === padId) break;
        text += tokens[ids[i]!] ?? `<${ids[i]}>`;
      }
      return text;
    },
  };
}
