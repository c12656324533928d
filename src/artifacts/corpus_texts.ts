import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "../support/json_file.ts";
import { readLines } from "../support/read_lines.ts";
import type { Part } from "./dataset.ts";

/** A text as its author wrote it, before it was cut into sequences. */
export interface TextDocument {
  /** The text. */
  readonly text: string;
  /** Label that conditions a network, where the corpus has such. */
  readonly label?: number;
}

const textDocument: z.ZodType<TextDocument> = z.strictObject({
  text: z.string(),
  label: z.int().nonnegative().optional(),
});

const textsPath = (folder: string, part: Part) => join(folder, `${part}.jsonl`);

/** Writes the texts that a part of a data set was made from, one a line (JSON). */
export async function writeTexts(
  folder: string,
  part: Part,
  texts: Iterable<TextDocument>,
): Promise<void> {
  const lines = Array.from(texts, (text) => `${JSON.stringify(text)}\n`);
  const path = textsPath(folder, part);
  await Deno.writeTextFile(`${path}.tmp`, ReadableStream.from(lines));
  await Deno.rename(`${path}.tmp`, path);
}

/**
 * Reads the texts that a part of a data set was made from.
 *
 * @throws {UserError} If a line is no document, naming the file and the field.
 */
export async function readTexts(folder: string, part: Part): Promise<TextDocument[]> {
  const path = textsPath(folder, part), texts: TextDocument[] = [];
  const { readable } = await Deno.open(path);
  for await (const line of readLines(readable)) {
    texts.push(parseJson(line, { path, schema: textDocument, what: "texts" }));
  }
  return texts;
}
