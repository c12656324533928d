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
  text = text
    .replace(/(.*?)(\$)(.*?)(\$)(.*)/g, "$$$3$$")
    .replace(/(\\text\{)(.*?)(\})/g, "$2")
    .replace(/(\\textbf\{)(.*?)(\})/g, "$2")
    .replace(/(\\overline\{)(.*?)(\})/g, "$2")
    .replace(/(\\boxed\{)(.*)(\})/g, "$2")
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
