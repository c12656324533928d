import { type Assignment, type LatexExpression, parseLatexExpression } from "./latex_expression.ts";
import { normalizeMathAnswer } from "./math_answer.ts";

/** How far apart two values of the same expression may lie, relative to their size. */
const TOLERANCE = 1e-9;

/** Points at which expressions are compared. */
const POINTS = 4;

/** Fixed values between 1 and 2 that no simple relation connects: fractional parts of k·√(prime). */
function pointFor(name: string, point: number): number {
  let seed = point + 1;
  for (const character of name) seed = seed * 31 + character.codePointAt(0)!;
  return 1 + (seed * Math.sqrt(7)) % 1;
}

/** Gives each variable that is asked for its value at one point. */
function assignmentAt(point: number): Assignment {
  const get = (name: string) => pointFor(name, point);
  return { get } as Assignment;
}

function closeTo(a: number, b: number): boolean {
  if (a === b) return true;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}

/** Whether two expressions have the same values: what holds at a few odd points holds everywhere. */
function sameValues(a: LatexExpression, b: LatexExpression): boolean {
  let compared = 0;
  for (let point = 0; point < POINTS; point++) {
    const assignment = assignmentAt(point);
    const left = a(assignment), right = b(assignment);
    if (Number.isNaN(left) !== Number.isNaN(right)) return false;
    if (Number.isNaN(left)) continue;
    if (!closeTo(left, right)) return false;
    compared++;
  }
  return compared > 0;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The parts between the commas that stand in no bracket. */
function splitAtCommas(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

interface Listing {
  /** The brackets around it, such as `[)`; empty where there are none. */
  readonly brackets: string;
  readonly parts: readonly string[];
}

/** Reads a tuple, an interval, a set or a bare list; `undefined` if there is but one thing. */
function parseListing(text: string): Listing | undefined {
  const plain = text.replaceAll(/\\left|\\right/g, "").replaceAll(/\\([{}])/g, "$1");
  const opens = plain[0] in CLOSING, closes = ")]}".includes(plain.at(-1)!);
  if (opens && closes) {
    const parts = splitAtCommas(plain.slice(1, -1));
    if (parts.length > 1 || plain[0] === "{") {
      return { brackets: plain[0] + plain.at(-1), parts };
    }
  }
  const parts = splitAtCommas(plain);
  return parts.length > 1 ? { brackets: "", parts } : undefined;
}

/** Whether each part of one listing has its equal in the other; in any order for sets and lists. */
function sameListing(a: Listing, b: Listing): boolean {
  if (a.brackets !== b.brackets || a.parts.length !== b.parts.length) return false;
  if (a.brackets !== "" && a.brackets !== "{}") {
    return a.parts.every((part, index) => sameNormalized(part, b.parts[index]));
  }
  const left = [...b.parts];
  return a.parts.every((part) => {
    const index = left.findIndex((other) => sameNormalized(part, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function sameNormalized(a: string, b: string): boolean {
  if (a === b) return true;
  if (a === "" || b === "") return false;
  const left = parseListing(a), right = parseListing(b);
  if (left !== undefined && right !== undefined) return sameListing(left, right);
  if (left !== undefined || right !== undefined) return false;
  const first = parseLatexExpression(a), second = parseLatexExpression(b);
  return first !== undefined && second !== undefined && sameValues(first, second);
}

/**
 * Whether two answers to a MATH problem mean the same: the same text after normalisation, or the same
 * value, for tuples, intervals, sets and lists part by part. Expressions with variables are compared at
 * a few fixed points, which needs no computer algebra and errs only on answers made to deceive it.
 *
 * @example
 * ```ts
 * sameMathAnswer("\\frac{\\sqrt{12}}{4}", "\\dfrac{\\sqrt3}2"); // true
 * ```
 */
export function sameMathAnswer(a: string, b: string): boolean {
  return sameNormalized(normalizeMathAnswer(a), normalizeMathAnswer(b));
}
