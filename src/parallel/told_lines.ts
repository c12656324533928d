/** Starts a line by which a process tells something; all else is its output. */
const MARK = "\u001e";

/** What one of several processes tells the one that has started them. */
export interface Told {
  /** What is told of. */
  readonly type: string;
  /** What is told. */
  readonly content: unknown;
}

/** Writes what is told as a line. */
export function formatTold(type: string, content: unknown): string {
  return `${MARK}${JSON.stringify({ type, content })}\n`;
}

/** Reads a line; `undefined` if it is output. */
export function parseTold(line: string): Told | undefined {
  if (!line.startsWith(MARK)) return undefined;
  try {
    const { type, content } = JSON.parse(line.slice(MARK.length));
    return typeof type === "string" ? { type, content } : undefined;
  } catch {
    return undefined;
  }
}
