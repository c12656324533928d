const OPENING = "([{", CLOSING = ")]}";

/** The parts between the separators that stand in no bracket. */
function splitAt(separator: string, text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const [piece] of text.matchAll(/\\[a-zA-Z]+|./gs)) {
    if (OPENING.includes(piece)) depth++;
    if (CLOSING.includes(piece)) depth--;
    if (piece === separator && depth === 0) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** Whether the first bracket is closed by the last. */
function isEnclosed(text: string): boolean {
  if (text === "" || !OPENING.includes(text[0])) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (OPENING.includes(text[at])) depth++;
    if (CLOSING.includes(text[at]) && --depth === 0) return at === text.length - 1;
  }
  return false;
}

/** Several things written as one answer. */
export interface Listing {
  /** What is around it, such as `[)`; names a union or a matrix and its size; empty for a bare list. */
  readonly brackets: string;
  /** What is listed. */
  readonly parts: readonly string[];
}

const MATRIX = /^\\begin\{[pbB]matrix\}(.*?)(?:\\\\)?\\end\{[pbB]matrix\}$/s;

/** `±x` is a list of two. */
function expandSigns(text: string): string[] {
  return text.includes("\\pm")
    ? ["+", "-"].map((sign) => text.replaceAll("\\pm", sign).replace(/^\+/, ""))
    : [text];
}

/**
 * Reads a tuple, an interval, a set, a union, a matrix or a bare list; `undefined` if there is but one
 * thing.
 */
export function parseListing(text: string): Listing | undefined {
  const matrix = MATRIX.exec(text)?.[1];
  if (matrix !== undefined) {
    const rows = matrix.split("\\\\").map((row) => row.split("&"));
    return { brackets: `matrix of ${rows.map((row) => row.length)}`, parts: rows.flat() };
  }
  const plain = text.replaceAll(/\\left(?![a-z])|\\right(?![a-z])/g, "")
    .replaceAll(/\\([{}])/g, "$1");
  const union = splitAt("\\cup", plain);
  if (union.length > 1) return { brackets: "\\cup", parts: union };
  if (isEnclosed(plain)) {
    const brackets = plain[0] + plain.at(-1), parts = splitAt(",", plain.slice(1, -1));
    if (brackets === "{}") return { brackets, parts: parts.flatMap(expandSigns) };
    if (parts.length > 1) return { brackets, parts };
  }
  const parts = splitAt(",", plain).flatMap(expandSigns);
  return parts.length > 1 ? { brackets: "", parts } : undefined;
}
