import { Tokenizer } from "@huggingface/tokenizers";
import { type ChatTemplate, chatTemplate } from "./chat_template.ts";
import type { PublishedFiles } from "./published_files.ts";

/** Special tokens by the names that `tokenizer_config.json` and chat templates use. */
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

/** Options of {@linkcode publishedTokenizer}. */
export interface PublishedTokenizerOptions {
  /** Folder of the files, for errors. @default {undefined}, they lie in none */
  readonly folder?: string;
  /** Rows of the network's embedding, none of which may be missing. @default {Infinity} */
  readonly vocab?: number;
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
 * The tokenizer of a published folder's files.
 *
 * @throws {Error} If a file is damaged, or there is a token for which the network's embedding has no
 *   row.
 */
export function publishedTokenizer(
  files: PublishedFiles,
  { folder, vocab = Infinity }: PublishedTokenizerOptions = {},
): PublishedTokenizer {
  const within = folder === undefined ? "" : `${folder}/`, path = `${within}tokenizer.json`;
  const config = files.config === undefined
    ? {}
    : parse(files.config, `${within}tokenizer_config.json`);
  const tokenizer = createTokenizer(parse(files.tokenizer, path), config, path);
  const tokens: string[] = [];
  for (const [token, id] of tokenizer.get_vocab(true)) tokens[id] = token;
  if (tokens.length > vocab) {
    const last = tokens.at(-1)!;
    throw new Error(
      `Cannot read "${path}": its token ${JSON.stringify(last)} has the id ${
        tokens.length - 1
      }, and ` +
        `the network${
          folder === undefined ? "" : ` in "${folder}"`
        } an embedding of ${vocab} rows: are they of one network?`,
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
  const template = files.template ?? templateText(config.chat_template);
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
