/** Names of the files of a published folder that tell how text becomes tokens. */
const NAMES = {
  tokenizer: "tokenizer.json",
  config: "tokenizer_config.json",
  template: "chat_template.jinja",
} as const;

/** The texts of a published folder's files that tell how text becomes tokens. */
export interface PublishedFiles {
  /** Of `tokenizer.json`. */
  readonly tokenizer: string;
  /** Of `tokenizer_config.json`. @default {undefined}, there is none */
  readonly config?: string;
  /** Of `chat_template.jinja`. @default {undefined}, there is none */
  readonly template?: string;
}

/** What a file of a folder holds; `undefined` where it is missing. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Reads the files of a tokenizer from a published folder; all but `tokenizer.json` may be missing.
 *
 * @throws {Error} If that is missing.
 */
export async function readPublishedFiles(folder: string): Promise<PublishedFiles> {
  const [tokenizer, config, template] = await Promise.all(
    [NAMES.tokenizer, NAMES.config, NAMES.template].map((name) => readIfThere(`${folder}/${name}`)),
  );
  if (tokenizer !== undefined) return { tokenizer, config, template };
  throw new Error(`Cannot read the tokenizer of "${folder}": it has no ${NAMES.tokenizer}`);
}

/**
 * Copies the tokenizer of a folder to another, which then reads text in the same way; nothing happens
 * where the folder has none.
 */
export async function copyPublishedTokenizer(from: string, to: string): Promise<void> {
  for (const name of Object.values(NAMES)) {
    const text = await readIfThere(`${from}/${name}`);
    if (text !== undefined) await Deno.writeTextFile(`${to}/${name}`, text);
  }
}
