import { enclosing, splitAt } from "./latex_text.ts";
import { Decimal } from "decimal.js";
import { evaluateExpression } from "./evaluate_expression.ts";
import { readExpression } from "./read_expression.ts";

/** An interval of numbers; a point is an interval closed at both ends. */
interface Interval {
  readonly from: Decimal;
  readonly to: Decimal;
  readonly hasFrom: boolean;
  readonly hasTo: boolean;
}

/** A set of numbers as intervals that neither meet nor touch, in order. */
export type NumberSet = readonly Interval[];

const DIGITS = 60;

const INFINITY = new Decimal(Infinity);

/** The number that an expression without variables is. */
export function numberOf(text: string): Decimal | undefined {
  const expression = readExpression(text.replace(/^\+/, ""));
  if (expression === undefined) return undefined;
  let hasNames = false;
  const value = evaluateExpression(expression, DIGITS, () => {
    hasNames = true;
    return "1";
  });
  if (value === undefined || hasNames) {
    return /^-\s*\\infty$/.test(text) ? INFINITY.neg() : undefined;
  }
  if (!value.im.isZero()) return undefined;
  return value.re.isFinite() ? value.re.toSignificantDigits(40) : value.re;
}

/** Joins intervals that overlap or touch. */
function normalize(intervals: readonly Interval[]): NumberSet {
  const sorted = intervals.filter(({ from, to, hasFrom, hasTo }) =>
    from.lt(to) || from.eq(to) && hasFrom && hasTo
  ).sort((a, b) => a.from.cmp(b.from) || Number(b.hasFrom) - Number(a.hasFrom));
  const joined: Interval[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    const meets = last !== undefined &&
      (next.from.lt(last.to) || next.from.eq(last.to) && (next.hasFrom || last.hasTo));
    if (!meets) joined.push(next);
    else if (next.to.gt(last.to) || next.to.eq(last.to) && next.hasTo) {
      joined[joined.length - 1] = { ...last, to: next.to, hasTo: next.hasTo };
    }
  }
  return joined;
}

function complement(set: NumberSet): NumberSet {
  const gaps: Interval[] = [];
  let from = INFINITY.neg(), hasFrom = false;
  for (const interval of set) {
    gaps.push({ from, to: interval.from, hasFrom, hasTo: !interval.hasFrom });
    [from, hasFrom] = [interval.to, !interval.hasTo];
  }
  gaps.push({ from, to: INFINITY, hasFrom, hasTo: false });
  return normalize(gaps.filter(({ from, to }) => !(from.eq(to) && !from.isFinite())));
}

/** The numbers that any of several sets holds. */
export function unionOf(sets: readonly NumberSet[]): NumberSet {
  return normalize(sets.flat());
}

const union = (a: NumberSet, b: NumberSet) => unionOf([a, b]);

const intersection = (a: NumberSet, b: NumberSet) =>
  complement(union(complement(a), complement(b)));

/** An interval with given ends. */
export function interval(from: Decimal, to: Decimal, hasFrom: boolean, hasTo: boolean): NumberSet {
  return normalize([{ from, to, hasFrom, hasTo }]);
}

function setOf(text: string): NumberSet | undefined {
  if (/^\\mathbb\s*\{?R\}?$/.test(text)) return interval(INFINITY.neg(), INFINITY, false, false);
  if (/^(?:\\emptyset|\\\{\s*\\\})$/.test(text)) return [];
  const french = /^([\][(])([^,]*),([^,]*)([\][)])$/s.exec(text);
  if (french !== null) {
    const from = numberOf(french[2]!.trim()), to = numberOf(french[3]!.trim());
    if (from === undefined || to === undefined || from.gt(to)) return undefined;
    return interval(from, to, french[1] === "[", french[4] === "]");
  }
  const around = enclosing(text);
  if (around?.open !== "\\{") {
    return around?.open === "(" ? readNumberSet(around.inside) : undefined;
  }
  const points: Interval[] = [];
  for (const item of splitAt(/,/, around.inside)) {
    const at = numberOf(item);
    if (at === undefined || !at.isFinite()) return undefined;
    points.push({ from: at, to: at, hasFrom: true, hasTo: true });
  }
  return normalize(points);
}

/** Reads intervals, finite sets, ℝ, and their unions, intersections and differences. */
export function readNumberSet(text: string): NumberSet | undefined {
  const operators = [...text.matchAll(/\\(cup|cap|setminus|backslash)(?![a-zA-Z])/g)].map((m) =>
    m[1]
  );
  const [first, ...rest] = splitAt(/\\(?:cup|cap|setminus|backslash)(?![a-zA-Z])/, text).map(setOf);
  return rest.reduce<NumberSet | undefined>((set, next, index) => {
    if (set === undefined || next === undefined) return undefined;
    if (operators[index] === "cup") return union(set, next);
    return intersection(set, operators[index] === "cap" ? next : complement(next));
  }, first);
}

/** Whether two sets hold the same numbers. */
export function sameNumberSet(a: NumberSet, b: NumberSet): boolean {
  return a.length === b.length && a.every((left, index) => {
    const right = b[index]!;
    return left.from.eq(right.from) && left.to.eq(right.to) && left.hasFrom === right.hasFrom &&
      left.hasTo === right.hasTo;
  });
}

/** The numbers for which a chain such as `2 \le x < 5` or `x > 3` holds, of one name alone. */
export function relationSet(
  sides: readonly string[],
  relations: readonly string[],
): { name: string; set: NumberSet } | undefined {
  const at = sides.findIndex((side) => /^(?:[a-zA-Z]|\\[a-z]+)$/.test(side) && side !== "\\infty");
  const name = sides[at];
  if (name === undefined) return undefined;
  if (relations.length === 1 && relations[0] === "\\in" && at === 0) {
    const set = readNumberSet(sides[1]!);
    return set && { name, set };
  }
  let set: NumberSet = interval(INFINITY.neg(), INFINITY, false, false);
  for (let i = 0; i < relations.length; i++) {
    if (i !== at && i + 1 !== at) return undefined;
    const bound = numberOf(sides[i === at ? i + 1 : i]!), relation = relations[i]!;
    if (bound === undefined) return undefined;
    if (relation === "\\neq") {
      set = intersection(set, complement(interval(bound, bound, true, true)));
      continue;
    }
    if (!["<", ">", "\\le", "\\ge"].includes(relation)) return undefined;
    const isBelow = (relation === "<" || relation === "\\le") === (i === at);
    const isIn = relation === "\\le" || relation === "\\ge";
    const half = isBelow
      ? interval(INFINITY.neg(), bound, false, isIn)
      : interval(bound, INFINITY, isIn, false);
    set = intersection(set, half);
  }
  return { name, set };
}
