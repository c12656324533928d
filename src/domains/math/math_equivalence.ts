import { type Assignment, type LatexExpression, parseLatexExpression } from "./latex_expression.ts";
import { normalizeMathAnswer } from "./math_answer.ts";
import { type Listing, parseListing } from "./math_listing.ts";

/** How far apart two values of the same expression may lie, relative to their size. */
const TOLERANCE = 1e-9;

/** Points at which expressions are compared. */
const POINTS = 10;

/** At the first points all variables are positive, at the next one all negative, then some of them. */
const POSITIVE_POINTS = 3;

/** Fixed values of 1 to 2 that no simple relation connects: fractional parts of k·√(prime). */
function pointFor(name: string, point: number): number {
  let seed = point + 1;
  for (const character of name) seed = seed * 31 + character.codePointAt(0)!;
  const size = 1 + (seed * Math.sqrt(7)) % 1;
  if (point < POSITIVE_POINTS) return size;
  return point === POSITIVE_POINTS || (seed * Math.sqrt(5)) % 1 < 0.5 ? -size : size;
}

/** Gives each variable that is asked for its value at one point. */
function assignmentAt(point: number): Assignment {
  const get = (name: string) => pointFor(name, point);
  return { get } as Assignment;
}

function closeTo(a: number, b: number): boolean {
  if (a === b) return true;
  // Large whole numbers may differ by little.
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}

/** Whether two expressions have the same values: what holds at a few odd points holds everywhere. */
function sameValues(a: LatexExpression, b: LatexExpression): boolean {
  let compared = 0;
  for (let point = 0; point < POINTS; point++) {
    const assignment = assignmentAt(point);
    const left = a(assignment), right = b(assignment);
    if (Number.isNaN(left) || Number.isNaN(right)) {
      // Of negative numbers a root may be written so that it has no value: x^{2/3} and \sqrt[3]{x^2}.
      if (point < POSITIVE_POINTS && Number.isNaN(left) !== Number.isNaN(right)) return false;
      continue;
    }
    if (!closeTo(left, right)) return false;
    compared++;
  }
  return compared > 0;
}

/** Listings whose parts have no order: bare lists, sets and unions. */
const UNORDERED: ReadonlySet<string> = new Set(["", "{}", "\\cup"]);

/** Whether each part of one listing has its equal in the other. */
function sameListing(a: Listing, b: Listing): boolean {
  if (a.brackets !== b.brackets || a.parts.length !== b.parts.length) return false;
  if (!UNORDERED.has(a.brackets)) {
    return a.parts.every((part, index) => sameNormalized(part, b.parts[index]));
  }
  const left = [...b.parts];
  return a.parts.every((part) => {
    const index = left.findIndex((other) => sameNormalized(part, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

/** Characters of the longest answer that is read and not only compared. */
const MAX_LENGTH = 1000;

function sameNormalized(a: string, b: string): boolean {
  if (a === b) return true;
  if (a === "" || b === "" || Math.max(a.length, b.length) > MAX_LENGTH) return false;
  const left = parseListing(a), right = parseListing(b);
  if (left !== undefined && right !== undefined) return sameListing(left, right);
  if (left !== undefined || right !== undefined) return false;
  const first = parseLatexExpression(a), second = parseLatexExpression(b);
  return first !== undefined && second !== undefined && sameValues(first, second);
}

/**
 * Whether two answers to a MATH problem mean the same: the same text after normalisation, or the same
 * value, for tuples, intervals, sets, unions, matrices and lists part by part. Expressions with
 * variables are compared at a few fixed points, which needs no computer algebra and errs only on
 * answers made to deceive it.
 *
 * @example
 * ```ts
 * sameMathAnswer("\\frac{\\sqrt{12}}{4}", "\\dfrac{\\sqrt3}2"); // true
 * ```
 */
export function sameMathAnswer(a: string, b: string): boolean {
  return sameNormalized(normalizeMathAnswer(a), normalizeMathAnswer(b));
}
