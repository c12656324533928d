/**
 * The lines of a stream of bytes, without their line feeds.
 *
 * @param maxLength Characters of the longest line.
 * @throws {RangeError} If a line is longer.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxLength: number,
): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = text.split("\n");
    lines[0] = rest + lines[0];
    rest = lines.pop()!;
    if (rest.length > maxLength) {
      throw new RangeError(`Cannot read a line of more than ${maxLength} characters`);
    }
    yield* lines;
  }
}
