import { Decimal } from "decimal.js";
import { decimalFraction, exactValue, sameFraction } from "./exact_fraction.ts";
import { type Assignment, type Complex, evaluateExpression } from "./evaluate_expression.ts";
import { CONSTANTS, type Expression } from "./read_expression.ts";

/** Digits of the first and of the second evaluation: what is real stays, what is rounding shrinks. */
const DIGITS = 40, MORE_DIGITS = 80;

/** Points at which expressions are compared; at the first all variables are positive. */
const POINTS = 8, POSITIVE_POINTS = 3;

/** A value of a variable: another at each point, negative at some, never a round number. */
function assignmentAt(point: number): Assignment {
  return (name) => {
    let hash = 2166136261 ^ point;
    for (const c of name) hash = Math.imul(hash ^ c.codePointAt(0)!, 16777619) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
    const size = 0.5 + (hash % 99_991) / 40_009;
    const isNegative = point >= POSITIVE_POINTS &&
      (point === POSITIVE_POINTS || (hash >>> (point % 16)) % 2 === 1);
    return `${isNegative ? "-" : ""}${size.toFixed(9)}7`;
  };
}

function distance(a: Complex, b: Complex): Decimal {
  return Decimal.hypot(a.re.sub(b.re), a.im.sub(b.im));
}

const isInfinite = ({ re, im }: Complex) => !re.isFinite() || !im.isFinite();

type Same = "same" | "different" | "unknown";

/** Whether two values agree, by how their difference shrinks where more digits are kept. */
function compareAt(a: Expression, b: Expression, assignment: Assignment): Same {
  const at = (digits: number) =>
    [a, b].map((side) => evaluateExpression(side, digits, assignment)) as [Complex?, Complex?];
  const [rough, other] = at(DIGITS), [fine, finer] = at(MORE_DIGITS);
  if (fine === undefined && finer === undefined) return "unknown";
  if (!rough || !other || !fine || !finer) return "different";
  if (isInfinite(fine) || isInfinite(finer)) {
    return fine.re.eq(finer.re) ? "same" : "different";
  }
  const far = distance(rough, other), near = distance(fine, finer);
  const size = Decimal.max(Decimal.hypot(fine.re, fine.im), Decimal.hypot(finer.re, finer.im));
  if (near.isZero() || near.lte(size.mul(1e-35))) return "same";
  return near.lte(far.mul(1e-15)) ? "same" : "different";
}

function hasVariables(expression: Expression): boolean {
  if (expression.kind === "symbol") return !CONSTANTS.has(expression.name);
  return expression.kind === "operation" && expression.operands.some(hasVariables);
}

/** A float as programs print it has at least so many digits, which are then all that is asked for. */
const FLOAT_DIGITS = 15;

/** Whether one side is a printed float that the other rounds to. */
function roundsTo(numeral: Expression, value: Expression): boolean {
  const sign = numeral.kind === "operation" && numeral.operator === "negate" ? -1 : 1;
  const plain = sign < 0 && numeral.kind === "operation" ? numeral.operands[0]! : numeral;
  if (plain.kind !== "number" || !/\./.test(plain.numeral)) return false;
  const digits = plain.numeral.replace(/[eE].*/, "").replace(".", "").replace(/^0+/, "").length;
  if (digits < FLOAT_DIGITS || hasVariables(value)) return false;
  const found = evaluateExpression(value, MORE_DIGITS, assignmentAt(0));
  if (found === undefined || !found.im.isZero() || !found.re.isFinite()) return false;
  const exact = new Decimal(plain.numeral).mul(sign);
  return found.re.toSignificantDigits(digits).eq(exact);
}

/**
 * Whether two expressions have one value: exactly, where both are fractions; else to many digits at
 * points where variables have odd values.
 */
export function sameExpression(a: Expression, b: Expression): boolean {
  const left = exactValue(a), right = exactValue(b);
  if (left !== undefined && right !== undefined && sameFraction(left, right)) return true;
  if (roundsTo(a, b) || roundsTo(b, a)) return true;
  if (left !== undefined && right !== undefined) return false;
  if (!hasVariables(a) && !hasVariables(b)) return compareAt(a, b, assignmentAt(0)) === "same";
  const found = Array.from({ length: POINTS }, (_, i) => compareAt(a, b, assignmentAt(i)));
  return !found.includes("different") && found.includes("same");
}

/** Whether one expression is the other times a number that is not 0, as sides of an equation may be. */
export function sameUpToFactor(a: Expression, b: Expression): boolean {
  const at = (side: Expression, point: number): Expression => substitute(side, assignmentAt(point));
  const times = (x: Expression, y: Expression): Expression => ({
    kind: "operation",
    operator: "multiply",
    operands: [x, y],
  });
  for (let point = 1; point < POINTS; point++) {
    const left = times(at(a, 0), at(b, point)), right = times(at(a, point), at(b, 0));
    if (!sameExpression(left, right)) return false;
  }
  const zero: Expression = { kind: "number", numeral: "0" };
  return !sameExpression(at(a, 0), zero) && !sameExpression(at(b, 0), zero);
}

function substitute(expression: Expression, assignment: Assignment): Expression {
  if (expression.kind === "number") return expression;
  if (expression.kind === "symbol") {
    if (CONSTANTS.has(expression.name)) return expression;
    const numeral = assignment(expression.name), fraction = decimalFraction(numeral);
    if (fraction === undefined) throw new Error(`internal: no number: ${numeral}`);
    return numeral.startsWith("-")
      ? {
        kind: "operation",
        operator: "negate",
        operands: [{ kind: "number", numeral: numeral.slice(1) }],
      }
      : { kind: "number", numeral };
  }
  return {
    ...expression,
    operands: expression.operands.map((operand) => substitute(operand, assignment)),
  };
}
