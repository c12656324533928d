/**
 * The lines of a stream of bytes, without their line feeds. What follows the last line feed is no line
 * and is dropped.
 *
 * @param maxLength Characters of the longest line. @default {Infinity}
 * @throws {RangeError} If a line is longer.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxLength = Infinity,
): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = text.split("\n");
    lines[0] = rest + lines[0];
    if (lines.some((line) => line.length > maxLength)) {
      throw new RangeError(`Cannot read a line of more than ${maxLength} characters`);
    }
    rest = lines.pop()!;
    yield* lines;
  }
}
