import { z } from "zod";

/** Tokens by id, and those with a meaning of their own. */
export interface Vocabulary {
  /** Tokens by id. */
  readonly tokens: readonly string[];
  /** Id of the token that begins a sequence. */
  readonly bosId: number;
  /** Id of the token that ends it. */
  readonly eosId: number;
  /** Id of the token that fills up sequences. */
  readonly padId: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** What reads tokens as text; where there is none, they stand one after the other. */
  readonly tokenizer?: string;
}

const id = z.int().nonnegative();
const vocabularySchema: z.ZodType<Vocabulary> = z.object({
  tokens: z.array(z.string()).min(1),
  ...{ bosId: id, eosId: id, padId: id, maskId: id },
  tokenizer: z.string().optional(),
});

/**
 * Reads the text of a `tokens.json`.
 *
 * @throws {Error} If it is damaged, or an id is none of its tokens.
 */
export function parseVocabulary(text: string): Vocabulary {
  const { success, data: read, error } = vocabularySchema.safeParse(JSON.parse(text));
  if (!success) throw new Error(z.prettifyError(error));
  for (const name of ["bosId", "eosId", "padId", "maskId"] as const) {
    if (read[name] >= read.tokens.length) {
      throw new Error(`${name} is ${read[name]}, there are ${read.tokens.length} tokens`);
    }
  }
  return read;
}
