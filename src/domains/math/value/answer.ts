import { enclosing, splitAt } from "./latex_text.ts";
import { type Measured, splitUnit } from "./unit.ts";

/** How two sides are related. */
export type Relation = "=" | "\\neq" | "<" | ">" | "\\le" | "\\ge" | "\\in";

/** What an answer is, of tidied LaTeX. */
export type Answer =
  /** Words, or names of points: compared letter by letter. */
  | { readonly kind: "words"; readonly words: string }
  /** A number or an expression, maybe with a unit. */
  | { readonly kind: "value"; readonly measured: Measured }
  /** A number in another base: digits and base. */
  | { readonly kind: "based"; readonly digits: string; readonly base: string }
  /** Several answers in any order, such as the solutions of an equation. */
  | { readonly kind: "list"; readonly parts: readonly Answer[] }
  /** A set in braces, in any order. */
  | { readonly kind: "set"; readonly parts: readonly Answer[]; readonly text: string }
  /** A tuple, point or interval; its brackets and its parts in their order. */
  | {
    readonly kind: "tuple";
    readonly open: string;
    readonly close: string;
    readonly parts: readonly Answer[];
    readonly text: string;
  }
  | {
    readonly kind: "matrix";
    readonly rows: readonly (readonly Answer[])[];
    readonly factor: string;
  }
  | { readonly kind: "ratio"; readonly parts: readonly Answer[] }
  /** Sets of numbers joined by `\cup`, `\cap` or `\setminus`, or all numbers. */
  | { readonly kind: "numbers"; readonly text: string }
  /** Sides and what stands between them: `2 \le x < 5`. */
  | {
    readonly kind: "relation";
    readonly sides: readonly string[];
    readonly relations: readonly Relation[];
  };

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  ...{ two: "2", three: "3", four: "4", five: "5", six: "6", seven: "7", eight: "8", nine: "9" },
  ...{ ten: "10", eleven: "11", twelve: "12", sixteen: "16" },
};

const plainWords = (text: string) =>
  text.replaceAll(/\\(?:text|mathrm)\s*\{([^{}]*)\}/g, " $1 ").replaceAll("\\ ", " ")
    .replaceAll(/\s+/g, " ").trim();

/** Words without what says nothing: case, an article, brackets around one letter, a full stop. */
function normalWords(text: string): string {
  return plainWords(text).toLowerCase().replace(/\.$/, "").replace(/^(?:an?|the) /, "")
    .replace(/^\(([a-z])\)$/, "$1").trim();
}

const MATRIX =
  /^(.*?)\\begin\{([pbB]?matrix|smallmatrix|array)\}(?:\{[lcr|]*\})?(.*?)(?:\\\\)?\s*\\end\{\2\}$/s;

const RELATION = /\\(?:neq|le|ge|in)(?![a-zA-Z])|[=<>]/;

/** An operator of sets between two of them. */
const SET_OPERATOR = /\\(?:cup|cap|setminus|backslash)(?![a-zA-Z])/;

const ALL_NUMBERS = /^(?:\\mathbb\s*\{?R\}?|all (?:real numbers|reals)|(?:the )?real numbers)$/i;

function tupleOf(text: string): Answer | undefined {
  // An open interval in the French way: ]1,2[.
  const french = /^([\][(])(.*)([\][)])$/s.exec(text);
  const around = enclosing(text) ??
    (french === null ? undefined : { open: french[1]!, inside: french[2]!, close: french[3]! });
  if (around === undefined) return undefined;
  const { open, close, inside } = around, items = splitAt(/,/, inside);
  if (open === "\\{") {
    const parts = inside === "" ? [] : items;
    if (splitAt(/\\mid(?![a-zA-Z])|\||:/, inside).length > 1) return undefined;
    return { kind: "set", parts: parts.flatMap(signsOf).map(parseOne), text };
  }
  if (items.length < 2) return undefined;
  return {
    ...{ kind: "tuple", open: open === "]" ? "(" : open, close: close === "[" ? ")" : close },
    ...{ parts: items.map(parseOne), text },
  };
}

/** `±x` is two answers; with `∓` beside it the signs belong together. */
function signsOf(text: string): string[] {
  if (!/\\[pm][mp](?![a-zA-Z])/.test(text)) return [text];
  return [["+", "-"], ["-", "+"]].map(([up, down]) =>
    text.replaceAll(/\\pm(?![a-zA-Z])/g, up!).replaceAll(/\\mp(?![a-zA-Z])/g, down!)
      .replace(/^\s*\+/, "").trim()
  );
}

function parseOne(text: string): Answer {
  const matrix = MATRIX.exec(text);
  if (matrix !== null) {
    const around = /^(.*?)\(?$/s.exec(matrix[1]!)![1]!.trim();
    const rows = matrix[3]!.split("\\\\").map((row) =>
      row.split("&").map((c) => parseOne(c.trim()))
    );
    return { kind: "matrix", rows, factor: around };
  }
  const array = /^\(\s*(\\begin\{array\}.*\\end\{array\})\s*\)$/s.exec(text);
  if (array !== null) return parseOne(array[1]!);
  if (/^(?:\\emptyset|\\\{\s*\\\})$/.test(text)) return { kind: "set", parts: [], text };
  const sides = splitAt(RELATION, text);
  if (sides.length > 1) {
    const relations = relationsOf(text);
    if (relations.length === sides.length - 1) return { kind: "relation", sides, relations };
  }
  if (ALL_NUMBERS.test(plainWords(text))) return { kind: "numbers", text: "\\mathbb{R}" };
  if (splitAt(SET_OPERATOR, text).length > 1) return { kind: "numbers", text };
  const tuple = tupleOf(text);
  if (tuple !== undefined) return tuple;
  const ratio = splitAt(/:/, text);
  if (ratio.length > 1 && ratio.every((part) => part !== "")) {
    return { kind: "ratio", parts: ratio.map(parseOne) };
  }
  const based = /^([0-9A-Za-z.]*\d[0-9A-Za-z.]*)\s*_\s*\{?\s*(?:\\text\{\s*)?(\d+|[a-z]+)[\s}]*$/
    .exec(text);
  if (based !== null && /^[\d.A-Fa-f]+$/.test(based[1]!)) {
    const base = NUMBER_WORDS[based[2]!] ?? based[2]!;
    if (/^\d+$/.test(base)) {
      if (base === "10") return parseOne(based[1]!);
      return { kind: "based", digits: based[1]!.toLowerCase(), base };
    }
  }
  const geometric = /^\\(?:angle|triangle)\s+([A-Z]+)$/.exec(text);
  if (geometric !== null) {
    // An angle is named from either side.
    const [first = ""] = [geometric[1]!, [...geometric[1]!].reverse().join("")].sort();
    const name = text.startsWith("\\angle") ? first : geometric[1]!;
    return { kind: "words", words: `${text.slice(1, 4)} ${name}` };
  }
  const segment = /^\\overline\s*\{\s*([A-Z])([A-Z])\s*\}$/.exec(text);
  if (segment !== null) {
    return { kind: "words", words: segment.slice(1).sort().join("").toLowerCase() };
  }
  const arrow = /^\\vec\s*\{\s*([A-Z]{2,})\s*\}$/.exec(text);
  if (arrow !== null) return { kind: "words", words: `vec ${arrow[1]}` };
  const measured = splitUnit(text);
  if (measured.unit !== undefined || measured.isPercent || measured.value !== text) {
    return { kind: "value", measured };
  }
  const words = plainWords(text);
  // Text, names of points, and what is too long for a product of letters.
  const isText = /\\text\s*\{/.test(text) || /^[A-Z]{2,}$/.test(words) ||
    /^[a-zA-Z]{3,}(?: [a-zA-Z]+)*$/.test(words) && !/^[a-z]{3}$/.test(words) ||
    /^[a-zA-Z]{2,}(?: [a-zA-Z]{2,})+$/.test(words);
  if (isText && !/\\(?!text)[a-zA-Z]/.test(text)) {
    return { kind: "words", words: normalWords(text) };
  }
  return { kind: "value", measured };
}

function relationsOf(text: string): Relation[] {
  const found: Relation[] = [];
  let rest = text;
  for (const side of splitAt(RELATION, text).slice(0, -1)) {
    rest = rest.slice(rest.indexOf(side) + side.length).trimStart();
    const match = RELATION.exec(rest);
    if (match === null || match.index > 0) return [];
    found.push(match[0] as Relation);
    rest = rest.slice(match[0].length).trimStart();
  }
  return found;
}

/** Between parts of a list: a comma, "and", "or". */
const SEPARATOR =
  /\s*(?:,|;)?\s*(?:\\text\s*\{\s*,?\s*(?:and|or)\s*,?\s*\}|(?<![a-zA-Z\\])(?:and|or)(?![a-zA-Z]))\s*|\s*[,;]\s*/;

/** Marks a comma that separates, whatever stands around it. */
const COMMA = ";";

/**
 * The ways in which an answer's commas can be read: between thousands or between parts where both fit,
 * a decimal comma.
 */
function commaReadings(text: string): string[] {
  // Blank, then three digits of which the first is 0, can only go on with the number: 10, 000.
  const joined = text.replaceAll(/(?<=\d),\s+(?=0\d\d(?!\d))/g, "");
  const apart = joined.replaceAll(/,(?=\s)/g, COMMA);
  const readings = [apart];
  // Within brackets commas separate, as in (1,234).
  const thousands = /(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g;
  if (thousands.test(apart) && !/[([]|\\\{/.test(apart)) {
    readings.unshift(apart.replaceAll(thousands, (number) => number.replaceAll(",", "")));
  }
  if (/^-?\d+,\d+$/.test(apart) && !/,\d{3}$/.test(apart)) readings.push(apart.replace(",", "."));
  return readings;
}

function parseList(text: string): Answer {
  const parts = splitAt(SEPARATOR, text).filter((part) => part !== "");
  const inText = /^\\text\s*\{([^{}]*[,;][^{}]*)\}$/.exec(text);
  if (inText !== null) return parseList(inText[1]!);
  const isInterval = /^\].*[\][]$|^[\][].*\[$/s.test(text);
  const all = (parts.length > 1 && !isInterval ? parts : [text]).flatMap(signsOf);
  return all.length > 1
    ? { kind: "list", parts: all.map(parseOne) }
    : parseOne(all[0]!.replaceAll(COMMA, ","));
}

/**
 * Reads what kind of thing an answer is.
 *
 * @param text Tidied LaTeX.
 * @returns Every reading, the likeliest first.
 */
export function parseAnswer(text: string): Answer[] {
  return commaReadings(text).map(parseList);
}
