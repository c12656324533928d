import { END_MARKS } from "../text/end_marks.ts";

/** Marks that may be part of an expression: `a<s>b` compares, `x[EOS]` indexes. */
const AMBIGUOUS = /^(?:<[\w/]|\[[A-Z])/;

/** An escaped letter, a quote, or a mark. */
const TOKENS = new RegExp(`\\\\.|["']|${END_MARKS}`, "g");
const LEADING_MARKS = new RegExp(`^(?:\\s*(?:${END_MARKS})(?:(?:assistant|model)\\n)?)+`);

/** Where a mark in a line ends the program; `undefined` if none does. */
function endIn(line: string): number | undefined {
  let quote = "";
  for (const { 0: token, index } of line.matchAll(TOKENS)) {
    if (token.startsWith("\\")) continue;
    if (token === '"' || token === "'") {
      if (quote === "") quote = token;
      else if (quote === token) quote = "";
    } else if (quote === "") {
      const isLast = /^[ \t]*(?:$|<|\[)/.test(line.slice(index + token.length));
      if (isLast || !AMBIGUOUS.test(token)) return index;
    }
  }
  return undefined;
}

/**
 * A program up to the first mark that ends a model's text, without those that begin it. What stands in
 * a string of the program, or may be part of an expression, is no mark.
 */
export function beforeProgramEnd(text: string): string {
  const rest = text.replace(LEADING_MARKS, "");
  let start = 0;
  for (const line of rest.split("\n")) {
    const end = endIn(line);
    if (end !== undefined) return rest.slice(0, start + end);
    start += line.length + 1;
  }
  return rest;
}
