import { relative } from "node:path";
import { CHECKPOINT_FILES } from "../../model/checkpoint.ts";
import { readVocabulary } from "../../model/vocabulary/tokens_file.ts";
import { exists, readText } from "../../support/files.ts";
import { foldersWith } from "./published_reports.ts";

/** A network that reads and writes text. */
export interface TextNetwork {
  /** What it is called: path of its folder within the results, or as it was given. */
  readonly name: string;
  /** Its folder. */
  readonly folder: string;
  /** Whether its tokenizer has a chat template. */
  readonly chats: boolean;
}

/** Whether the tokens of a network's folder can be written as text. */
async function writesText(folder: string): Promise<boolean> {
  if (exists(`${folder}/tokenizer.json`)) return true;
  try {
    return (await readVocabulary(folder))?.tokenizer !== undefined;
  } catch {
    return false;
  }
}

function describe(name: string, folder: string): TextNetwork {
  const chats = exists(`${folder}/chat_template.jinja`) ||
    (readText(`${folder}/tokenizer_config.json`)?.includes('"chat_template"') ?? false);
  return { name, folder, chats };
}

/**
 * Networks that answer in text: those that were given, then those of the results by their names.
 *
 * @param given Folders.
 */
export async function findTextNetworks(
  results: string,
  given: readonly string[],
): Promise<TextNetwork[]> {
  const [config] = CHECKPOINT_FILES, found: TextNetwork[] = [];
  for (const folder of await foldersWith(results, [config], () => {})) {
    if (!await writesText(folder)) continue;
    found.push(describe(relative(results, folder).replaceAll("\\", "/"), folder));
  }
  return [...given.map((folder) => describe(folder, folder)), ...found];
}
