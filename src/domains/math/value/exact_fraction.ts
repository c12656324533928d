import type { Expression } from "./read_expression.ts";

/** An exact fraction, in lowest terms, with a positive denominator. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Bits up to which numbers are computed exactly; what is larger is not read as a number. */
const MAX_BITS = 40_000;

/** The largest number whose factorial is computed. */
const MAX_FACTORIAL = 3_000n;

const abs = (x: bigint) => x < 0n ? -x : x;

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Bits of a number beyond the first; 0 for −1, 0 and 1, whose powers stay as small. */
const bitsOf = (x: bigint) => Math.max(0, abs(x).toString(2).length - 1);

const isSmall = (...numbers: bigint[]) => numbers.every((x) => bitsOf(x) <= MAX_BITS);

/** Makes a fraction; `undefined` if the denominator is 0, or either is too long to compute with. */
export function fraction(n: bigint, d = 1n): Fraction | undefined {
  if (d === 0n || !isSmall(n, d)) return undefined;
  const common = gcd(abs(n), abs(d)) || 1n, sign = d < 0n ? -1n : 1n;
  return { n: sign * n / common, d: sign * d / common };
}

function power({ n, d }: Fraction, exponent: Fraction): Fraction | undefined {
  if (exponent.d !== 1n || !isSmall(exponent.n)) return undefined;
  const times = abs(exponent.n);
  if (BigInt(Math.max(bitsOf(n), bitsOf(d))) * times > BigInt(MAX_BITS)) return undefined;
  // A base of −1, 0 or 1 knows only whether the exponent is even.
  const kept = bitsOf(n) + bitsOf(d) === 0 ? times % 2n + (times === 0n ? 0n : 2n) : times;
  const top = n ** kept, bottom = d ** kept;
  return exponent.n < 0n ? fraction(bottom, top) : fraction(top, bottom);
}

function factorial({ n, d }: Fraction): Fraction | undefined {
  if (d !== 1n || n < 0n || n > MAX_FACTORIAL) return undefined;
  let product = 1n;
  for (let i = 2n; i <= n; i++) product *= i;
  return { n: product, d: 1n };
}

function binomial(top: Fraction, bottom: Fraction): Fraction | undefined {
  if (top.d !== 1n || bottom.d !== 1n || bottom.n > MAX_FACTORIAL || abs(top.n) > 10n ** 12n) {
    return undefined;
  }
  if (bottom.n < 0n) return { n: 0n, d: 1n };
  let product = 1n;
  for (let i = 0n; i < bottom.n; i++) product = product * (top.n - i) / (i + 1n);
  return { n: product, d: 1n };
}

const floorOf = ({ n, d }: Fraction) => n / d - (n < 0n && n % d !== 0n ? 1n : 0n);

/** The exact root of a fraction, if there is one. */
function root(radicand: Fraction, degree: bigint): Fraction | undefined {
  const of = (x: bigint): bigint | undefined => {
    if (x < 0n) {
      const positive = degree % 2n === 1n ? of(-x) : undefined;
      return positive === undefined ? undefined : -positive;
    }
    let low = 0n, high = 1n << BigInt(Math.floor(bitsOf(x) / Number(degree)) + 2);
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      if (middle ** degree <= x) low = middle;
      else high = middle - 1n;
    }
    return low ** degree === x ? low : undefined;
  };
  if (degree < 2n || degree > 64n || bitsOf(radicand.n) > 20_000 || bitsOf(radicand.d) > 20_000) {
    return undefined;
  }
  const n = of(radicand.n), d = of(radicand.d);
  return n === undefined || d === undefined ? undefined : fraction(n, d);
}

/** The fraction that a decimal numeral such as `-12.5e-3` writes. */
export function decimalFraction(numeral: string): Fraction | undefined {
  const match = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(numeral);
  if (match === null) return undefined;
  const [, sign, whole = "", part = "", exponent = "0"] = match;
  if (whole + part === "" || Math.abs(Number(exponent)) > MAX_BITS / 4) return undefined;
  const digits = BigInt(`${sign}${whole}${part}`), shift = Number(exponent) - part.length;
  return shift < 0
    ? fraction(digits, 10n ** BigInt(-shift))
    : fraction(digits * 10n ** BigInt(shift));
}

/**
 * The exact value of an expression of whole numbers, decimals, sums, products, quotients, whole powers,
 * roots that come out even, factorials and binomials.
 *
 * @returns `undefined` if it has another value, or none.
 */
export function exactValue(expression: Expression): Fraction | undefined {
  if (expression.kind === "number") return decimalFraction(expression.numeral);
  if (expression.kind === "symbol") return undefined;
  const values: Fraction[] = [];
  for (const operand of expression.operands) {
    const value = exactValue(operand);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [a, b] = values as [Fraction, Fraction];
  switch (expression.operator) {
    case "add":
      return values.reduce<Fraction | undefined>(
        (sum, { n, d }) => sum && fraction(sum.n * d + n * sum.d, sum.d * d),
        { n: 0n, d: 1n },
      );
    case "multiply":
      return values.reduce<Fraction | undefined>(
        (product, { n, d }) => product && fraction(product.n * n, product.d * d),
        { n: 1n, d: 1n },
      );
    case "negate":
      return { n: -a.n, d: a.d };
    case "divide":
      return fraction(a.n * b.d, a.d * b.n);
    case "power":
      return b.d === 1n ? power(a, b) : withRoot(power(a, { n: b.n, d: 1n }), b.d);
    case "root":
      return b.d === 1n ? root(a, b.n) : undefined;
    case "abs":
      return { n: abs(a.n), d: a.d };
    case "factorial":
      return factorial(a);
    case "binomial":
      return binomial(a, b);
    case "floor":
      return { n: floorOf(a), d: 1n };
    case "ceil":
      return { n: -floorOf({ n: -a.n, d: a.d }), d: 1n };
    default:
      return undefined;
  }
}

function withRoot(radicand: Fraction | undefined, degree: bigint): Fraction | undefined {
  return radicand && root(radicand, degree);
}

/** Whether two fractions are one number. */
export function sameFraction(a: Fraction, b: Fraction): boolean {
  return a.n === b.n && a.d === b.d;
}
