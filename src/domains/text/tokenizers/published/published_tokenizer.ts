import { Tokenizer } from "@huggingface/tokenizers";
import { type ChatTemplate, chatTemplate } from "./chat_template.ts";

/** Files of a published folder that tell how text becomes tokens; all but the first may be missing. */
const TOKENIZER = "tokenizer.json",
  CONFIG = "tokenizer_config.json",
  TEMPLATE = "chat_template.jinja";

/**
 * Copies the tokenizer of a folder to another, which then reads text in the same way; nothing happens
 * where the folder has none.
 */
export async function copyPublishedTokenizer(from: string, to: string): Promise<void> {
  for (const name of [TOKENIZER, CONFIG, TEMPLATE]) {
    const text = await readIfThere(`${from}/${name}`);
    if (text !== undefined) await Deno.writeTextFile(`${to}/${name}`, text);
  }
}

/** Special tokens by the names that {@linkcode CONFIG} and chat templates use. */
const SPECIAL = ["bos_token", "eos_token", "pad_token", "mask_token"] as const;

/** The tokenizer that was published with a network. */
export interface PublishedTokenizer {
  /** Tokens as the file writes them; a token's id is its index, and some ids may have none. */
  readonly tokens: readonly string[];
  /** Ids of the special tokens that the folder names: `bos_token`, `eos_token` and so on. */
  readonly special: Readonly<Partial<Record<typeof SPECIAL[number], number>>>;
  /** The token ids of a text; the names of special tokens in it are those tokens. */
  encode(text: string): readonly number[];
  /**
   * The text of token ids; special ones are written by their names, ids without a token as `<id>`.
   */
  decode(ids: Iterable<number>): string;
  /** Writes conversations, where the folder tells how. */
  readonly chat?: ChatTemplate;
}

/** Options of {@linkcode readPublishedTokenizer}. */
export interface PublishedTokenizerOptions {
  /** Rows of the network's embedding, none of which may be missing. @default {Infinity} */
  readonly vocab?: number;
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

function parse(text: string, path: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Error(`Cannot read "${path}": it is no JSON; copy it anew`, { cause });
  }
  if (typeof content === "object" && content !== null) return content as Record<string, unknown>;
  throw new Error(`Cannot read "${path}": it must be an object: got ${JSON.stringify(content)}`);
}

/** A special token is told by its text, or by an object that holds it. */
function tokenText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const { content } = (value ?? {}) as { readonly content?: unknown };
  return typeof content === "string" ? content : undefined;
}

/** The template among what `chat_template` may be: a text, or several with names. */
function templateText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  const { template } = value.find(({ name }) => name === "default") ?? value[0] ?? {};
  return typeof template === "string" ? template : undefined;
}

function createTokenizer(
  content: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
  path: string,
): Tokenizer {
  try {
    return new Tokenizer(content, config);
  } catch (cause) {
    throw new Error(
      `Cannot read "${path}": it is no tokenizer of a kind that is known: ${
        (cause as Error).message
      }`,
      { cause },
    );
  }
}

/**
 * Reads the tokenizer of a published folder: its `tokenizer.json` and, where they are there,
 * `tokenizer_config.json` and `chat_template.jinja`.
 *
 * @throws {Error} If there is none, it is damaged, or it has a token for which the network's embedding
 *   has no row.
 */
export async function readPublishedTokenizer(
  folder: string,
  { vocab = Infinity }: PublishedTokenizerOptions = {},
): Promise<PublishedTokenizer> {
  const path = `${folder}/${TOKENIZER}`, text = await readIfThere(path);
  if (text === undefined) {
    throw new Error(`Cannot read the tokenizer of "${folder}": it has no ${TOKENIZER}`);
  }
  const configText = await readIfThere(`${folder}/${CONFIG}`);
  const config = configText === undefined ? {} : parse(configText, `${folder}/${CONFIG}`);
  const tokenizer = createTokenizer(parse(text, path), config, path);
  const tokens: string[] = [];
  for (const [token, id] of tokenizer.get_vocab(true)) tokens[id] = token;
  if (tokens.length > vocab) {
    const last = tokens.at(-1)!;
    throw new Error(
      `Cannot read "${path}": its token ${JSON.stringify(last)} has the id ${
        tokens.length - 1
      }, and ` +
        `the network in "${folder}" an embedding of ${vocab} rows: are they of one network?`,
    );
  }
  const names = SPECIAL.flatMap((name) => {
    const token = tokenText(config[name]);
    return token === undefined ? [] : [[name, token] as const];
  });
  const special = names.flatMap(([name, token]) => {
    const id = tokenizer.token_to_id(token);
    return id === undefined ? [] : [[name, id] as const];
  });
  const template = await readIfThere(`${folder}/${TEMPLATE}`) ?? templateText(config.chat_template);
  return {
    tokens,
    special: Object.fromEntries(special),
    encode: (text) => text === "" ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) => decodeKnown(tokenizer, tokens, [...ids]),
    ...(template !== undefined && { chat: chatTemplate(template, Object.fromEntries(names)) }),
  };
}

/** The library decodes neither no ids at all nor ids without a token. */
function decodeKnown(tokenizer: Tokenizer, tokens: readonly string[], ids: number[]): string {
  let text = "", run: number[] = [];
  const flush = () => {
    if (run.length > 0) {
      text += tokenizer.decode(run, {
        skip_special_tokens: false,
        clean_up_tokenization_spaces: false,
      });
    }
    run = [];
  };
  for (const id of ids) {
    if (tokens[id] !== undefined) {
      run.push(id);
      continue;
    }
    flush();
    text += `<${id}>`;
  }
  flush();
  return text;
}
