import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { takeDelimiterLine } from "./delimiter_line.ts";
import { openBytes } from "./read_text.ts";

/** Options of {@linkcode readColumns}. */
export interface ReadColumnsOptions {
  /** What parts fields where no line of the file says. @default {","} */
  readonly delimiter?: string;
}

/** Most bytes of a row: one that has more opens a quote that nothing closes. */
const MOST_OF_ROW = 2 ** 20;

/** What csv-parse calls such a quote. */
const UNCLOSED = ["CSV_QUOTE_NOT_CLOSED", "CSV_MAX_RECORD_SIZE"];

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** Where a column stands in a header. */
function indexOf(column: string, names: readonly string[]): number {
  const index = names.indexOf(column), [only] = names;
  if (index < 0) {
    const other = names.length > 1 ? undefined : /[;\t|]/.exec(only!)?.[0];
    const advice = other === undefined
      ? ""
      : `: if ${JSON.stringify(other)} parts its fields, let its first line be sep=${other}`;
    throw new Error(`it has no column "${column}", only ${list(names)}${advice}`);
  }
  if (names.indexOf(column, index + 1) >= 0) {
    throw new Error(`it has several columns "${column}": rename all but one of ${list(names)}`);
  }
  return index;
}

/** The text of bytes in UTF-8, without a byte order mark, its lines ended by LF. */
async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let held = "";
  const read = (piece?: Uint8Array) => {
    try {
      return held + decoder.decode(piece, { stream: piece !== undefined });
    } catch (cause) {
      throw new Error("it is not in UTF-8: save it so", { cause });
    }
  };
  for await (const piece of bytes) {
    const text = read(piece);
    // What follows a CR decides whether it is half of a CRLF.
    held = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, "\n");
  }
  yield read().replace(/\r\n?/g, "\n");
}

/** What is wrong with a row, for whoever can mend the file. */
function reasonOf(error: CsvError): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
    case "CSV_MAX_RECORD_SIZE":
      return "here or below a field opens a quote that is not closed";
    case "INVALID_OPENING_QUOTE":
      return 'a field that does not begin with a quote has one: write "a""b" for a"b';
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return 'a field goes on after its closing quote: write "a""b" for a"b';
    default:
      return error.message;
  }
}

/**
 * Reads columns of a CSV table in UTF-8, plain or gzipped, a piece at a time. Quotes are those of
 * RFC 4180 and may hold line breaks; lines end in LF, CRLF or CR; blanks around a value, blank lines
 * and a byte order mark are passed over; a first line `sep=;` tells the delimiter. A
 * row must have as many fields as the header, or values might stand under the wrong name.
 *
 * @returns The values of each column, in the order asked for.
 * @throws {Error} If the file cannot be read, a column is missing or there twice, or a row has more
 *   or fewer fields than the header or quotes that do not fit; the message tells the line.
 */
export async function readColumns(
  path: string,
  columns: readonly string[],
  { delimiter: preset }: ReadColumnsOptions = {},
): Promise<string[][]> {
  const values = columns.map((): string[] => []);
  let names: readonly string[] | undefined, skipped = 0, line = 0;
  let indices: readonly number[] = [];
  const take = (record: readonly string[]) => {
    if (names === undefined) {
      const header = names = record.map((name) => name.trim());
      indices = columns.map((column) => indexOf(column, header));
    } else if (record.length !== names.length) {
      throw new Error(
        `line ${line} has ${record.length} fields, the header ${names.length}: ` +
          `${list(names)}: quote fields that hold the delimiter`,
      );
    } else {
      indices.forEach((index, i) => values[i]!.push(record[index]!.trim()));
    }
  };
  let wrong: unknown;
  try {
    const bytes = await openBytes(path);
    const { delimiter, lines, text } = await takeDelimiterLine(decode(bytes), preset);
    skipped = lines;
    const parser = parse({
      delimiter,
      record_delimiter: "\n",
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MOST_OF_ROW,
      // Taken here, rows need not go through a stream of objects, which takes six times as long.
      on_record(record: readonly string[], { lines }) {
        if (wrong !== undefined) return;
        line = lines + skipped;
        try {
          take(record);
        } catch (error) {
          wrong = error;
        }
      },
    });
    parser.resume();
    await pipeline(text, parser);
    if (wrong !== undefined) throw wrong;
    if (names === undefined) throw new Error("it is empty");
  } catch (cause) {
    // A quote that is not closed swallows the lines up to the end.
    const reason = cause instanceof CsvError
      ? `line ${UNCLOSED.includes(cause.code) ? line + 1 : Number(cause.lines) + skipped}: ${
        reasonOf(cause)
      }`
      : (cause as Error).message;
    throw new Error(`Cannot read "${path}": ${reason}`, { cause });
  }
  return values;
}

/** Reads one column, as {@linkcode readColumns} does. */
export async function readColumn(path: string, column: string): Promise<string[]> {
  const [values] = await readColumns(path, [column]);
  return values!;
}
