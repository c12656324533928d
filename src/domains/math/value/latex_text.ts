/** Characters that people type in place of LaTeX. */
const UNICODE: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "×": "\\times ",
  "·": "\\cdot ",
  "÷": "\\div ",
  "≤": "\\le ",
  "≥": "\\ge ",
  "≠": "\\neq ",
  "≈": "\\approx ",
  "±": "\\pm ",
  "∓": "\\mp ",
  "∞": "\\infty ",
  "π": "\\pi ",
  "θ": "\\theta ",
  "°": "^\\circ ",
  "²": "^{2}",
  "³": "^{3}",
  "∪": "\\cup ",
  "∩": "\\cap ",
  "∈": "\\in ",
  "∅": "\\emptyset ",
  "ℝ": "\\mathbb{R}",
  "ℤ": "\\mathbb{Z}",
  "½": "\\frac{1}{2}",
  "¼": "\\frac{1}{4}",
  "¾": "\\frac{3}{4}",
  "’": "'",
  "\u00a0": " ",
  "\u202f": " ",
};

/** Commands with another of the same meaning. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/\\[dtc]frac(?![a-zA-Z])/g, "\\frac"],
  [/\\[dt]binom(?![a-zA-Z])/g, "\\binom"],
  [/\\leq(?:slant)?(?![a-zA-Z])/g, "\\le"],
  [/\\geq(?:slant)?(?![a-zA-Z])/g, "\\ge"],
  [/\\lt(?![a-zA-Z])/g, "<"],
  [/\\gt(?![a-zA-Z])/g, ">"],
  [/\\(?:ne|not\s*=)(?![a-zA-Z])/g, "\\neq"],
  [/\\[lr]vert(?![a-zA-Z])/g, "|"],
  [/\\lbrace(?![a-zA-Z])/g, "\\{"],
  [/\\rbrace(?![a-zA-Z])/g, "\\}"],
  [/\\(?:varnothing|O)(?![a-zA-Z])/g, "\\emptyset"],
  [/\\operatorname\*?\s*\{([a-z]+)\}/g, "\\$1 "],
  [/\\(?:textbf|textit|textrm|textnormal|textup|mbox|hbox|text)(?=\s*\{)/g, "\\text"],
  [/\\(?:mathbf|mathit|mathsf|boldsymbol|bm|underline)\s*\{([^{}]*)\}/g, "{$1}"],
  [/\\(?:displaystyle|textstyle|limits|bf|rm|it|bold|mathstrut)(?![a-zA-Z])/g, ""],
  [/\\(?:left|right|bigg?|Bigg?)[lr]?\s*(?=[([{|\])}.\\<>])/g, ""],
  [/\\(?:overrightarrow|vec)(?=\s*\{)/g, "\\vec"],
  [/\\(?:bar|overline)(?=\s*\{)/g, "\\overline"],
  [/\{:\}/g, ":"],
  [/\\(?:degree|circ)(?![a-zA-Z])/g, "\\circ"],
  [/\\q?quad(?![a-zA-Z])|(?<!\\)\\ |~/g, " "],
  [/\\(?:approx|simeq)\s*/g, ""],
  [/\\operatorname\s*/g, ""],
];

/** What stands between the brace at `start` and its partner; `undefined` if it is not closed. */
export function braced(text: string, start: number): string | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return text.slice(start + 1, at);
  }
}

const OUTER: readonly (readonly [RegExp, number])[] = [
  [/^\\\((.*)\\\)$/s, 1],
  [/^\\\[(.*)\\\]$/s, 1],
  [/^\$\$(.*)\$\$$/s, 1],
  [/^\$([^$]*)\$$/s, 1],
  [/^`([^`]*)`$/s, 1],
  [/^\*\*(.*)\*\*$/s, 1],
];

/** Takes off what only sets an answer apart: dollars, backticks, stars, boxes, braces, a full stop. */
function unwrap(answer: string): string {
  let text = answer.trim();
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(/(?:\\\\|[\s.,;])+$/, "").trim();
    for (const [pattern, group] of OUTER) text = text.replace(pattern, `$${group}`).trim();
    const box = /^\\(?:boxed|fbox)\s*\{/.exec(text);
    const start = box === null ? text[0] === "{" ? 0 : -1 : box[0].length - 1;
    const inside = start < 0 ? undefined : braced(text, start);
    if (inside !== undefined && start + inside.length + 2 === text.length) text = inside.trim();
  }
  return text;
}

/** `\frac12`, `\sqrt3`, `\binom52`: arguments get the braces that TeX lets one leave out. */
function braceArguments(text: string): string {
  let out = "", at = 0;
  const skip = () => {
    while (text[at] === " ") at++;
  };
  const argument = (): string => {
    skip();
    if (at >= text.length) return "{}";
    if (text[at] === "{") {
      const inside = braced(text, at);
      if (inside === undefined) return text[at++]!;
      at += inside.length + 2;
      return `{${braceArguments(inside)}}`;
    }
    const command = /^\\[a-zA-Z]+/.exec(text.slice(at))?.[0];
    if (command === undefined) return `{${text[at++]}}`;
    at += command.length;
    if (/^\\(?:frac|binom)$/.test(command)) return `{${command}${argument()}${argument()}}`;
    if (command === "\\sqrt") return `{\\sqrt${argument()}}`;
    return `{${command}}`;
  };
  while (at < text.length) {
    const command = /^\\(?:frac|binom|sqrt)(?![a-zA-Z])/.exec(text.slice(at))?.[0];
    if (command === undefined) {
      out += text[at++];
      continue;
    }
    at += command.length;
    out += command;
    skip();
    if (command === "\\sqrt") {
      const degree = /^\[[^\]]*\]/.exec(text.slice(at))?.[0] ?? "";
      at += degree.length;
      out += degree;
    } else {
      out += argument();
    }
    out += argument();
  }
  return out;
}

/**
 * Brings the LaTeX of an answer into one form, without changing what it says: one name for commands of
 * the same meaning, no commands of layout, braces where TeX lets one leave them out, thousands without
 * `{,}`.
 */
export function tidyLatex(answer: string): string {
  let text = unwrap(answer.replaceAll(/./gsu, (c) => UNICODE[c] ?? c));
  text = text.replaceAll(/√\s*(\{[^{}]*\}|\([^()]*\)|\d+|[a-zA-Z])/g, "\\sqrt{$1}");
  text = text.replaceAll(/\\\$|\$/g, "");
  text = text.replaceAll(/(?<=\d)\s*(?:\{,\}|,?\\!,?|\\,)(?=\s*\d{3}(?!\d))/g, "");
  text = text.replaceAll(/(?<!\\)\\[,;:!]/g, " ").replaceAll(/\\mathrm\s*\{e\}/g, "e");
  for (const [pattern, replacement] of SYNONYMS) text = text.replaceAll(pattern, replacement);
  text = text.replaceAll(/\\mathrm(?=\s*\{[^{}]{2,}\})/g, "\\text");
  text = text.replaceAll(/\\mathrm\s*\{([a-zA-Z])\}/g, "$1");
  return unwrap(braceArguments(text).replaceAll(/\s+/g, " "));
}

const OPENING = "([{", CLOSING = ")]}";

/** The parts of a text between separators that stand in no bracket. */
export function splitAt(separator: RegExp, text: string): string[] {
  const sticky = new RegExp(separator.source, "y"), parts = [""];
  let depth = 0;
  for (let at = 0; at < text.length;) {
    sticky.lastIndex = at;
    const match = depth === 0 ? sticky.exec(text) : null;
    if (match !== null && match[0] !== "") {
      parts.push("");
      at += match[0].length;
      continue;
    }
    const piece = /^(?:\\[a-zA-Z]+|\\.|.)/su.exec(text.slice(at))![0];
    const bracket = piece.at(-1)!;
    if (piece.length === 1 || /^\\[{}]$/.test(piece)) {
      if (OPENING.includes(bracket)) depth++;
      // An interval such as ]1,2[ or (1,2] closes with another bracket than it opens.
      else if (CLOSING.includes(bracket)) depth = Math.max(0, depth - 1);
    }
    parts[parts.length - 1] += piece;
    at += piece.length;
  }
  return parts.map((part) => part.trim());
}

/** The brackets around a text, if the first is closed by the last. */
export function enclosing(
  text: string,
): { open: string; close: string; inside: string } | undefined {
  const open = /^(?:\\\{|[([])/.exec(text)?.[0], close = /(?:\\\}|[)\]])$/.exec(text)?.[0];
  if (open === undefined || close === undefined) return undefined;
  if ((open === "\\{") !== (close === "\\}")) return undefined;
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(/\\[{}]|\\[a-zA-Z]+|\\.|./gs)) {
    const bracket = piece.at(-1)!, counts = piece.length === 1 || /^\\[{}]$/.test(piece);
    if (counts && OPENING.includes(bracket)) depth++;
    if (
      counts && CLOSING.includes(bracket) && --depth === 0 && index + piece.length < text.length
    ) {
      return undefined;
    }
  }
  return { open, close, inside: text.slice(open.length, text.length - close.length).trim() };
}
