/** What stands between the brace at `start` and its partner; `undefined` if it is not closed. */
function braced(text: string, start: number): string | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return text.slice(start + 1, at);
  }
}

/** The content of the last `\boxed{…}` or `\fbox{…}`; `undefined` if there is none. */
export function lastBoxed(text: string): string | undefined {
  const boxes = [...text.matchAll(/\\(?:boxed|fbox)\s*(\{|(?:(?!\\(?:boxed|fbox))[^\s{$])+)/g)]
    .reverse();
  for (const { 0: whole, 1: content, index } of boxes) {
    const inside = content === "{" ? braced(text, index + whole.length - 1) : content;
    if (inside !== undefined) return inside;
  }
}

/** How Minerva's prompt has a model end (Lewkowycz et al. 2022, arXiv:2206.14858, appendix D.2). */
const FINAL_ANSWER = /final answer is:?\s*(.+?)\.?\s*(?:I hope it is correct|\n|$)/gi;

/**
 * The answer that a solution of a MATH problem gives: after `The final answer is`, else in its last box.
 *
 * @returns `undefined` if it gives none.
 */
export function mathAnswer(text: string): string | undefined {
  const said = [...text.matchAll(FINAL_ANSWER)].at(-1)?.[1];
  if (said !== undefined) return lastBoxed(said) ?? said;
  return lastBoxed(text);
}

/** Words that name a unit or decorate a number. */
const UNITS =
  "square|ways|integers|dollars|mph|inches|inch|ft|hours|hour|km|units|unit|points|feet|minutes|minute|" +
  "digits|cents|degrees|degree|cm|gm|pounds|meters|meals|edges|students|multiples";

/** A decimal number whose last digits repeat without end, such as `0.1\overline{6}`. */
const REPEATING = /(?<![\d.])(\d*)\.(\d*)\\overline\s*\{(\d+)\}/g;

/** The exact value of a repeating decimal number. */
function fractionOf(whole: string, fixed: string, repeated: string): string {
  const numerator = BigInt(whole + fixed + repeated) - BigInt(whole + fixed || "0");
  return `\\frac{${numerator}}{${"9".repeat(repeated.length)}${"0".repeat(fixed.length)}}`;
}

/**
 * Brings an answer into one form, as Minerva's evaluation does (Lewkowycz et al. 2022, appendix D.1):
 * without the left side of an equation, units, text commands, spacing, and commas between thousands;
 * `\frac12` and `\sqrt3` get their braces, repeating decimals become fractions.
 */
export function normalizeMathAnswer(answer: string): string {
  let text = answer.split(/(?<![<>!\\])=(?!=)/).at(-1)!.replaceAll("\\$", "").trim();
  text = text.replace(/^.*?\$(.*?)\$.*$/s, "$1").replaceAll("$", "").replace(/\.\s*$/, "");
  text = text
    .replaceAll(/(?<!\\)\\[,;:! ]|\\q?quad\b|~/g, " ")
    .replaceAll(/\\[dt]frac\b/g, "\\frac")
    .replaceAll(/\\(?:left|right|displaystyle)\b/g, "")
    .replaceAll(REPEATING, (_, whole, fixed, repeated) => fractionOf(whole, fixed, repeated))
    .replaceAll(/,?\s*\\text\s*\{\s*(?:and|or)\s*\}/g, ",")
    .replaceAll(/\\(?:text|mbox|textbf|textrm|mathrm|mathbf|overline)\s*\{([^{}]*)\}/g, "$1")
    .replaceAll(/\^\s*(?:\\circ|\{\s*\\circ\s*\})|\\(?:circ|degree)\b/g, "")
    .replaceAll(/\\%|%/g, "")
    .replaceAll(/(?<=\d)\s*(?:th|st|nd|rd)\b/g, "")
    .replaceAll(
      new RegExp(`(?<![a-zA-Z\\\\])(?:${UNITS})(?![a-zA-Z])(?:\\s*\\^\\s*\\{?[23]\\}?)?`, "g"),
      "",
    )
    .replaceAll(/(?<![a-zA-Z\\])(?:an?|the)\s+(?=[a-zA-Z]{2})/g, "");
  text = text.replaceAll("{,}", ",").replaceAll(/(?<=\d),\s?(?=\d{3}(?!\d))/g, keepListComma);
  text = text
    .replaceAll(/\\frac\s*([^\s{\\])/g, "\\frac{$1}")
    .replaceAll(/(\\frac\s*\{[^{}]*\})\s*([^\s{\\])/g, "$1{$2}")
    .replaceAll(/\\sqrt\s*([^\s{[\\])/g, "\\sqrt{$1}")
    .replaceAll(/([_^])\{(\w)\}/g, "$1$2");
  // The space that ends a command's name stays.
  return text.replaceAll(/(?<!\\[a-zA-Z]*)\s+|\s+(?![a-zA-Z])/g, "").replace(/^\+/, "");
}

/** Drops a comma between thousands; within brackets commas separate, as in `(1,234)`. */
function keepListComma(comma: string, offset: number, text: string): string {
  return /[([{]/.test(text.slice(0, offset)) ? comma : "";
}
