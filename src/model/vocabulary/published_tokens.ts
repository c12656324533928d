import { UserError } from "../../support/user_error.ts";
import { parseConfig } from "../parse_config.ts";

/** Where a published tokenizer lies, and the network that it is for. */
export interface PublishedTokens {
  /** Folder with its `tokenizer.json`. */
  readonly folder: string;
  /** Rows of the embedding and the mask's, where the network's `config.json` lies there as well. */
  readonly network?: { readonly vocab: number; readonly maskId: number };
}

/**
 * What a task that makes a data set is told of a published tokenizer; `undefined` where it takes another.
 *
 * @param tokenizer The kind that is asked for.
 * @param folder The folder that is given.
 * @throws {UserError} If a folder is given for a tokenizer of another kind, or none for a published one.
 * @throws {Error} If its `config.json` is of a network that is not known.
 */
export async function publishedTokens(
  tokenizer: string,
  folder: string | undefined,
): Promise<PublishedTokens | undefined> {
  if (tokenizer !== "published") {
    if (folder === undefined) return undefined;
    throw new UserError(
      `Cannot use the input tokens with tokenizer "${tokenizer}": set tokenizer to published, or ` +
        "leave the input out",
    );
  }
  if (folder === undefined) {
    throw new UserError(
      'Cannot use tokenizer "published": give the folder with its tokenizer.json as the input tokens',
    );
  }
  const path = `${folder}/config.json`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { folder };
    throw error;
  }
  const { vocab, maskId } = parseConfig(text, path).config;
  return { folder, network: { vocab, maskId } };
}
