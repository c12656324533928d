/** A line by which Excel tells the delimiter, and the blank lines before it. */
const DELIMITER_LINE = /^\s*"?sep=([^"\n])"?[ \t]*\n/i;

/** Characters after which a beginning is no such line, unless all are white space. */
const LONGEST = '"sep=;"\n'.length;

/** A table's text without the line that told the delimiter. */
export interface DelimitedText {
  /** What parts fields. */
  readonly delimiter: string;
  /** Lines that were taken off. */
  readonly lines: number;
  /** The text that follows. */
  readonly text: AsyncIterable<string>;
}

async function* join(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Takes off the line `sep=;`, if a text begins with one, and tells its delimiter; else `preset`. */
export async function takeDelimiterLine(
  text: AsyncIterable<string>,
  preset = ",",
): Promise<DelimitedText> {
  const pieces = text[Symbol.asyncIterator]();
  let head = "", next = await pieces.next();
  while (!next.done) {
    head += next.value;
    if (head.trimStart().length > LONGEST) break;
    next = await pieces.next();
  }
  const [line = "", delimiter = preset] = DELIMITER_LINE.exec(head) ?? [];
  return {
    delimiter,
    lines: line.split("\n").length - 1,
    text: join(head.slice(line.length), pieces),
  };
}
