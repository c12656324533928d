/**
 * The values of a text that holds one in JSON on each line; empty lines are passed over.
 *
 * @throws {SyntaxError} If a line is no JSON.
 */
export function parseJsonLines(text: string): unknown[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line)];
    } catch (cause) {
      throw new SyntaxError(`Cannot read line ${index + 1}: ${(cause as Error).message}`, {
        cause,
      });
    }
  });
}
