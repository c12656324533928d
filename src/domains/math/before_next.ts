/**
 * What stands before a line that begins with a heading, such as that of a next problem of the model's
 * own making; blank lines before it go, too. All of the text where there is no such line.
 *
 * @param heading Matches the heading, wherever it stands; global.
 */
export function beforeNext(text: string, heading: RegExp): string {
  // Written as one pattern, which begins with a line feed and blanks, this took quadratic time.
  for (const { index } of text.matchAll(heading)) {
    const { length } = text.slice(0, index).trimEnd();
    const lineFeed = text.slice(length, index).indexOf("\n");
    if (lineFeed !== -1) return text.slice(0, length + lineFeed);
  }
  return text;
}
