import { readExpression } from "./value/read_expression.ts";
import { sameExpression } from "./value/same_expression.ts";

/** Replaced first, in this order (Lewkowycz et al. 2022, arXiv:2206.14858, appendix D.1). */
const SUBSTITUTIONS: readonly (readonly [string, string])[] = [
  ["an ", ""],
  ["a ", ""],
  [".$", "$"],
  ["\\$", ""],
  ["\\ ", ""],
  [" ", ""],
  ["mbox", "text"],
  [",\\text{and}", ","],
  ["\\text{and}", ","],
  ["\\text{m}", "\\text{}"],
];

/** Left out next, wherever they stand. */
const REMOVED: readonly string[] = [
  ...["square", "ways", "integers", "dollars", "mph", "inches", "ft", "hours", "km", "units"],
  ...["\\ldots", "sue", "points", "feet", "minutes", "digits", "cents", "degrees", "cm", "gm"],
  ...["pounds", "meters", "meals", "edges", "students", "childrentickets", "multiples"],
  ...[
    "\\text{s}",
    "\\text{.}",
    "\\text{\ns}",
    "\\text{}^2",
    "\\text{}^3",
    "\\text{\n}",
    "\\text{}",
  ],
  ...["\\mathrm{th}", "^\\circ", "^{\\circ}", "\\;", ",\\!", "{,}", '"', "\\dots"],
];

/** Takes a command off what it holds up to the next brace, as `(opening)(.*?)(\})` does. */
function unwrap(line: string, opening: string): string {
  let unwrapped = "", at = 0;
  for (;;) {
    const start = line.indexOf(opening, at), inner = start + opening.length;
    const end = start === -1 ? -1 : line.indexOf("}", inner);
    // Where one is not closed, none after it is.
    if (end === -1) return unwrapped + line.slice(at);
    unwrapped += line.slice(at, start) + line.slice(inner, end);
    at = end + 1;
  }
}

/**
 * The replacements of the harness that stay within a line. Its patterns, which begin with `.*?`, take
 * quadratic time here; these find the same in one pass.
 */
function normalizeLine(line: string): string {
  const [, formula, ...after] = line.split("$", 3);
  let text = formula === undefined || after.length === 0 ? line : `$${formula}$`;
  for (const opening of ["\\text{", "\\textbf{", "\\overline{"]) text = unwrap(text, opening);
  const box = text.indexOf("\\boxed{"),
    end = text.lastIndexOf("}"),
    inner = box + "\\boxed{".length;
  return box === -1 || end < inner
    ? text
    : text.slice(0, box) + text.slice(inner, end) + text.slice(end + 1);
}

/**
 * Brings an answer into the form of Minerva's evaluation, letter for letter as its harness does: what is
 * left of the last `=` goes, also in `x + y = 4`, and so does the `a ` of `a + b`.
 *
 * Source: Lewkowycz et al. 2022 (arXiv:2206.14858), appendix D.1.
 */
export function normalizeMinerva(answer: string): string {
  let text = answer.split("=").at(-1)!;
  for (const [before, after] of SUBSTITUTIONS) text = text.replaceAll(before, after);
  for (const expression of REMOVED) text = text.replaceAll(expression, "");
  text = text.split("\n").map(normalizeLine).join("\n")
    .replace(/(frac)([^{])(.)/g, "frac{$2}{$3}")
    .replace(/(sqrt)([^{])/g, "sqrt{$2}")
    .replaceAll("$", "");
  const digits = text.replaceAll(",", "");
  return /^\d+$/.test(digits) ? digits : text;
}

/**
 * Whether Minerva's evaluation takes two answers for the same: equal text after its normalisation, or
 * expressions whose difference is 0. Words are products of letters there, as its parser reads them; text
 * that it cannot read is equal to the same text alone.
 */
export function sameByMinerva(answer: string, reference: string): boolean {
  const a = normalizeMinerva(answer), b = normalizeMinerva(reference);
  if (a === b) return true;
  const left = readExpression(a), right = readExpression(b);
  return left !== undefined && right !== undefined && sameExpression(left, right);
}
