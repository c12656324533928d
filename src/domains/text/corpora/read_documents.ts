import { join } from "node:path";
import { listFiles } from "../../../support/files.ts";
import { openBytes, readText } from "../../datasets/read_text.ts";
import { readLines } from "../../../support/read_lines.ts";

/** Where the text of a document stands in formats that hold more of it. */
const FIELD = "text";

/** A format by how the names of its files end. */
interface DocumentFormat {
  readonly name: RegExp;
  read(path: string): AsyncIterable<string>;
}

/** A line feed after the last line, which some files lack. */
async function* withLastLine(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of bytes) yield piece as Uint8Array<ArrayBuffer>;
  yield Uint8Array.of(10);
}

async function* readJsonTexts(path: string): AsyncGenerator<string> {
  const bytes = withLastLine(await openBytes(path, { most: Infinity }));
  let number = 0;
  for await (const line of readLines(ReadableStream.from(bytes))) {
    number++;
    if (line.trim() === "") continue;
    const text = (JSON.parse(line) as Readonly<Record<string, unknown>>)[FIELD];
    if (typeof text !== "string") throw new Error(`line ${number} has no text in "${FIELD}"`);
    yield text;
  }
}

const FORMATS: readonly DocumentFormat[] = [
  { name: /\.jsonl(?:\.gz)?$/i, read: readJsonTexts },
  {
    name: /\.parquet$/i,
    async *read(path) {
      const { readParquetColumn } = await import("./parquet_column.ts");
      yield* readParquetColumn(path, FIELD);
    },
  },
];

/** Any other file is one document. */
const WHOLE: DocumentFormat = {
  name: /(?:\.txt|\.tokens|\/[^.]+)(?:\.gz)?$/i,
  async *read(path) {
    yield await readText(path);
  },
};

/**
 * The files with documents at a path: itself, or those of a folder and its folders whose names say so, in
 * their order.
 *
 * @throws {Error} If there are none.
 */
export async function listDocumentFiles(path: string): Promise<string[]> {
  const info = await Deno.stat(path).catch(() => undefined);
  if (info?.isFile) return [path];
  const files = info === undefined ? [] : listFiles(path).map((name) => join(path, name));
  const found = files.filter((file) => [...FORMATS, WHOLE].some(({ name }) => name.test(file)));
  if (found.length > 0) return found;
  throw new Error(
    `Cannot find texts at "${path}": there is no file, and no folder of .txt, .jsonl or .parquet`,
  );
}

/**
 * The documents of a file: the field or column `text` of `.jsonl` (one object a line), `.jsonl.gz` and
 * `.parquet`; any other file, gzipped or not, is one document.
 *
 * @throws {Error} If the file cannot be read or holds something else, naming it.
 */
export async function* readDocuments(path: string): AsyncGenerator<string> {
  const { read } = FORMATS.find(({ name }) => name.test(path)) ?? WHOLE;
  try {
    yield* read(path);
  } catch (cause) {
    const { message } = cause as Error;
    if (message.startsWith("Cannot read")) throw cause;
    throw new Error(`Cannot read "${path}": ${message}`, { cause });
  }
}
