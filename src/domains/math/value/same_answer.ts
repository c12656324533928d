import { type Answer, parseAnswer } from "./answer.ts";
import { tidyLatex } from "./latex_text.ts";
import {
  type NumberSet,
  readNumberSet,
  relationSet,
  sameNumberSet,
  unionOf,
} from "./number_set.ts";
import { type Expression, readExpression } from "./read_expression.ts";
import { sameExpression, sameUpToFactor } from "./same_expression.ts";
import { type Measured, unitsAgree } from "./unit.ts";

/** Without blanks, but for those between two numbers or letters. */
const spaceless = (text: string) => text.replaceAll(/(?<![a-zA-Z\d])\s+|\s+(?![a-zA-Z\d])/g, "");

/** Whether two texts are one expression; where one cannot be read, the same text alone is. */
function sameText(a: string, b: string): boolean {
  if (spaceless(a) === spaceless(b)) return true;
  if (/^[a-zA-Z]+$/.test(a) && a.toLowerCase() === b.toLowerCase()) return true;
  const left = readExpression(a), right = readExpression(b);
  return left !== undefined && right !== undefined && sameExpression(left, right);
}

const hundredth = (text: string) => `\\frac{${text}}{100}`;

/** A share in hundredths may be said as 50 % or as one half, and 5 % as 5. */
function sameMeasured(answer: Measured, reference: Measured): boolean {
  if (!unitsAgree(answer, reference)) return false;
  if (sameText(answer.value, reference.value)) return true;
  if (answer.isPercent === reference.isPercent) return false;
  return answer.isPercent
    ? sameText(hundredth(answer.value), reference.value)
    : sameText(answer.value, hundredth(reference.value));
}

/** Whether each part of one has its own equal in the other. */
function sameInAnyOrder(a: readonly Answer[], b: readonly Answer[]): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((part) => {
    const index = left.findIndex((other) => sameParsed(part, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

const sameInOrder = (a: readonly Answer[], b: readonly Answer[]) =>
  a.length === b.length && a.every((part, index) => sameParsed(part, b[index]!));

/** A name that stands for what an answer says of it: x, y_1, f(x), A. */
const NAME = /^(?:[a-zA-Z]|\\[a-z]+)(?:_\{?\w+\}?)?(?:\^\{-1\})?(?:\s*\(\s*[a-zA-Z0-9]+\s*\))?$/;

/** What is said of a name, or of what equals itself: 5 of x = 5 and of 2 + 3 = 5. */
function saidOf(answer: Answer): Answer | undefined {
  if (answer.kind !== "relation") return undefined;
  const { sides, relations } = answer, last = sides.at(-1)!;
  if (relations.every((relation) => relation === "=")) {
    const isNamed = NAME.test(sides[0]!) && !sides.slice(1, -1).some((side) => NAME.test(side));
    const isCalculation = sides.every((side) => sameText(side, last));
    return isNamed || isCalculation ? parseAnswer(last)[0] : undefined;
  }
  if (relations.length === 1 && relations[0] === "\\in" && NAME.test(sides[0]!)) {
    return parseAnswer(last)[0];
  }
  return undefined;
}

function differenceOf(sides: readonly string[]): Expression | undefined {
  const [left, right] = sides.map(readExpression);
  if (left === undefined || right === undefined) return undefined;
  const negated: Expression = { kind: "operation", operator: "negate", operands: [right] };
  return { kind: "operation", operator: "add", operands: [left, negated] };
}

const MIRRORED: Readonly<Record<string, string>> = {
  ...{ "=": "=", "\\neq": "\\neq", "<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le" },
};

type Related = Extract<Answer, { kind: "relation" }>;

function sameRelation(a: Related, b: Related): boolean {
  const isSame = (sides: readonly string[], relations: readonly string[]) =>
    sides.length === b.sides.length && relations.every((r, i) => r === b.relations[i]) &&
    sides.every((side, i) => sameText(side, b.sides[i]!));
  if (isSame(a.sides, a.relations)) return true;
  const mirrored = a.relations.map((relation) => MIRRORED[relation] ?? "").reverse();
  if (isSame([...a.sides].reverse(), mirrored)) return true;
  const first = relationSet(a.sides, a.relations), second = relationSet(b.sides, b.relations);
  if (first !== undefined && second !== undefined) {
    return first.name === second.name && sameNumberSet(first.set, second.set);
  }
  const areEquations = a.sides.length === 2 && b.sides.length === 2 &&
    a.relations[0] === "=" && b.relations[0] === "=";
  if (!areEquations) return false;
  const left = differenceOf(a.sides), right = differenceOf(b.sides);
  return left !== undefined && right !== undefined && sameUpToFactor(left, right);
}

/** The numbers that an answer is about: an interval, a union, a relation of one name, or several. */
function numbersOf(answer: Answer): NumberSet | undefined {
  switch (answer.kind) {
    case "numbers":
    case "set":
    case "tuple":
      return readNumberSet(answer.text);
    case "relation":
      return relationSet(answer.sides, answer.relations)?.set;
    case "list": {
      const areRelations = answer.parts.every(({ kind }) => kind === "relation");
      const sets = areRelations ? answer.parts.map(numbersOf) : [undefined];
      return sets.includes(undefined) ? undefined : unionOf(sets as NumberSet[]);
    }
    default:
      return undefined;
  }
}

/** Kinds that say which numbers: of two of one kind their parts are compared. */
const isNumbers = ({ kind }: Answer) => kind === "numbers" || kind === "relation";

const sameMatrix = (a: Answer & { kind: "matrix" }, b: Answer & { kind: "matrix" }) => {
  if (a.rows.length !== b.rows.length) return false;
  return a.rows.every((row, i) =>
    row.length === b.rows[i]!.length &&
    row.every((cell, j) => sameParsed(scaled(cell, a.factor), scaled(b.rows[i]![j]!, b.factor)))
  );
};

function scaled(cell: Answer, factor: string): Answer {
  if (factor === "" || cell.kind !== "value") return cell;
  const value = factor === "-"
    ? `-(${cell.measured.value})`
    : `(${factor})(${cell.measured.value})`;
  return { kind: "value", measured: { ...cell.measured, value } };
}

function sameParsed(a: Answer, b: Answer): boolean {
  if (a.kind === "relation" && b.kind === "relation") return sameRelation(a, b);
  if (a.kind !== b.kind && (isNumbers(a) || isNumbers(b))) {
    const left = numbersOf(a), right = numbersOf(b);
    if (left !== undefined && right !== undefined) return sameNumberSet(left, right);
  }
  if (a.kind === "numbers" && b.kind === "numbers") {
    const left = readNumberSet(a.text), right = readNumberSet(b.text);
    if (left !== undefined && right !== undefined) return sameNumberSet(left, right);
    return spaceless(a.text) === spaceless(b.text);
  }
  const first = saidOf(a), second = saidOf(b);
  if (first !== undefined && b.kind !== "relation") return sameParsed(first, b);
  if (second !== undefined && a.kind !== "relation") return sameParsed(a, second);
  if (a.kind === "set" && b.kind === "list" || a.kind === "list" && b.kind === "set") {
    return sameInAnyOrder(a.parts, b.parts);
  }
  if (a.kind !== b.kind) return sameWords(a, b);
  switch (a.kind) {
    case "words":
      return a.words === (b as typeof a).words;
    case "value":
      return sameMeasured(a.measured, (b as typeof a).measured);
    case "based":
      return a.digits === (b as typeof a).digits && a.base === (b as typeof a).base;
    case "list":
    case "set":
      return sameInAnyOrder(a.parts, (b as typeof a).parts);
    case "ratio":
      return sameInOrder(a.parts, (b as typeof a).parts);
    case "tuple": {
      const other = b as typeof a;
      return a.open === other.open && a.close === other.close && sameInOrder(a.parts, other.parts);
    }
    case "matrix":
      return sameMatrix(a, b as typeof a);
    default:
      return false;
  }
}

/** Whether one side is words and the other the same letters without being set as text. */
function sameWords(a: Answer, b: Answer): boolean {
  const [words, other] = a.kind === "words" ? [a, b] : [b, a];
  if (words.kind !== "words" || other.kind !== "value") return false;
  const plain = other.measured.value.replaceAll(/[{}]/g, "").trim().toLowerCase();
  return other.measured.unit === undefined && plain.replace(/^\(([a-z])\)$/, "$1") === words.words;
}

/** Characters of the longest answer that is read and not only compared. */
const MAX_LENGTH = 1000;

/**
 * Whether two answers to a mathematical problem say the same: numbers exactly, expressions by their
 * values, words as words, lists and sets in any order, intervals and inequalities by the numbers they
 * hold, equations up to a factor. A unit counts where the reference has one and the answer another.
 *
 * @example
 * ```ts
 * sameMathAnswer("\\frac{\\sqrt{12}}{4}", "\\dfrac{\\sqrt3}2"); // true
 * sameMathAnswer("2^{64}+1", "2^{64}"); // false
 * ```
 */
export function sameMathAnswer(answer: string, reference: string): boolean {
  if (Math.max(answer.length, reference.length) > MAX_LENGTH) {
    return answer.trim() === reference.trim();
  }
  const a = tidyLatex(answer), b = tidyLatex(reference);
  if (spaceless(a) === spaceless(b)) return true;
  if (a === "" || b === "") return false;
  const references = parseAnswer(b);
  return parseAnswer(a).some((one) => references.some((other) => sameParsed(one, other)));
}
