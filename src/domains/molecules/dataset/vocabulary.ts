import { UserError } from "../../../support/user_error.ts";
import { smilesTokens } from "../smiles_tokenizer.ts";

/** The distinct tokens of strings, in the order of their code units. */
export function vocabularyOf(molecules: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const smiles of molecules) for (const token of smilesTokens(smiles)) found.add(token);
  return [...found].sort();
}

/** Positions that the longest of some strings takes, bos and eos included. */
export function longestSequence(molecules: Iterable<string>): number {
  let most = 0;
  for (const smiles of molecules) most = Math.max(most, smilesTokens(smiles).length);
  return most + 2;
}

/**
 * Reads a list of tokens: one a line, or JSON as a checkpoint's `tokens.json` has them.
 *
 * @param path A file, or the folder of a checkpoint.
 * @throws {UserError} If there is no such file, or it holds no tokens.
 */
export async function readVocabulary(path: string): Promise<string[]> {
  const isFolder = await Deno.stat(path).then((info) => info.isDirectory, () => false);
  const file = isFolder ? `${path}/tokens.json` : path;
  const fail = (reason: string, cause?: unknown) =>
    new UserError(`Cannot read tokens from "${file}": ${reason}`, { cause });
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (cause) {
    throw fail((cause as Error).message, cause);
  }
  if (!/^\s*[{[]\s*"/.test(text)) {
    const tokens = text.split(/\r?\n/).filter((line) => line !== "");
    if (tokens.length === 0) throw fail("it is empty");
    return tokens;
  }
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (cause) {
    throw fail((cause as Error).message, cause);
  }
  const { tokens = said, bosId } = said as { tokens?: unknown; bosId?: unknown };
  if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === "string")) {
    throw fail('it is neither a list of texts nor an object with such a list as "tokens"');
  }
  // Special tokens follow the others.
  return typeof bosId === "number" ? tokens.slice(0, bosId) : tokens;
}
