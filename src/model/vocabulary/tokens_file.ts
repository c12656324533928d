import { UserError } from "../../support/user_error.ts";
import { parseVocabulary, type Vocabulary } from "./parse_vocabulary.ts";

export type { Vocabulary };

const FILE = "tokens.json";

/**
 * Reads the tokens that lie with a network, if any do.
 *
 * @throws {UserError} If the file is damaged, or an id is none of its tokens.
 */
export async function readVocabulary(folder: string): Promise<Vocabulary | undefined> {
  const path = `${folder}/${FILE}`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    return parseVocabulary(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(`Cannot read the tokens "${path}": ${message}`, { cause });
  }
}

/** Writes the tokens of a network into its folder. */
export async function writeVocabulary(folder: string, vocabulary: Vocabulary): Promise<void> {
  const { tokens, ...rest } = vocabulary;
  const lines = tokens.map((token) => `    ${JSON.stringify(token)}`).join(",\n");
  const others = JSON.stringify(rest, null, 2).slice(1);
  await Deno.writeTextFile(`${folder}/${FILE}`, `{\n  "tokens": [\n${lines}\n  ],${others}\n`);
}

/**
 * Checks that a network and a data set mean the same by each id.
 *
 * @param vocabulary The network's tokens; nothing is checked if they are not known.
 * @throws {UserError} If a token differs.
 */
export function checkSameTokens(
  vocabulary: Vocabulary | undefined,
  { tokens }: Pick<Vocabulary, "tokens">,
): void {
  const differs = vocabulary?.tokens.findIndex((token, id) => token !== tokens[id]) ?? -1;
  if (vocabulary === undefined || differs < 0 && vocabulary.tokens.length === tokens.length) return;
  const at = differs < 0 ? vocabulary.tokens.length : differs;
  const shown = (token: string | undefined) =>
    token === undefined ? "nothing" : JSON.stringify(token);
  throw new UserError(
    `Cannot use the checkpoint with this data set: id ${at} is ${shown(vocabulary.tokens[at])} ` +
      `there and ${
        shown(tokens[at])
      } here; make the data set with the checkpoint's folder as tokens`,
  );
}
