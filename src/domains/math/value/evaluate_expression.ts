import { Decimal } from "decimal.js";
import type { Expression, Operator } from "./read_expression.ts";

/** A complex number of many digits. */
export interface Complex {
  readonly re: Decimal;
  readonly im: Decimal;
}

/** Values of the variables of an expression, by name. */
export type Assignment = (name: string) => string;

type Numbers = typeof Decimal;

const isReal = ({ im }: Complex) => im.isZero();

class Evaluator {
  readonly #numbers: Numbers;
  readonly #assignment: Assignment;
  readonly #pi: Decimal;

  constructor(digits: number, assignment: Assignment) {
    this.#numbers = Decimal.clone({ precision: digits, maxE: 9e15, minE: -9e15 });
    this.#assignment = assignment;
    this.#pi = this.#numbers.acos(-1);
  }

  #real(value: Decimal.Value): Complex {
    return { re: new this.#numbers(value), im: new this.#numbers(0) };
  }

  /** The value, or `undefined` where there is none or it is not known here. */
  value(expression: Expression): Complex | undefined {
    const found = this.#value(expression);
    return found === undefined || found.re.isNaN() || found.im.isNaN() ? undefined : found;
  }

  #value(expression: Expression): Complex | undefined {
    if (expression.kind === "number") return this.#real(expression.numeral);
    if (expression.kind === "symbol") return this.#symbol(expression.name);
    const operands: Complex[] = [];
    for (const operand of expression.operands) {
      const value = this.value(operand);
      const isFinite = value?.re.isFinite() && value.im.isFinite();
      if (value === undefined || !isFinite && expression.operator !== "negate") return undefined;
      operands.push(value);
    }
    return this.#apply(expression.operator, operands);
  }

  #symbol(name: string): Complex | undefined {
    if (name === "Pi") return this.#real(this.#pi);
    if (name === "e") return this.#real(this.#numbers.exp(1));
    if (name === "i") return { re: new this.#numbers(0), im: new this.#numbers(1) };
    if (name === "PositiveInfinity") return this.#real(Infinity);
    return this.#real(this.#assignment(name));
  }

  #apply(operator: Operator, operands: readonly Complex[]): Complex | undefined {
    const [a, b] = operands as readonly [Complex, Complex];
    switch (operator) {
      case "add":
        return operands.reduce((x, y) => ({ re: x.re.add(y.re), im: x.im.add(y.im) }));
      case "multiply":
        return operands.reduce((x, y) => this.#multiply(x, y));
      case "negate":
        return { re: a.re.neg(), im: a.im.neg() };
      case "divide":
        return this.#divide(a, b);
      case "power":
        return this.#power(a, b);
      case "root":
        return this.#root(a, b);
      case "abs":
        return this.#real(a.re.pow(2).add(a.im.pow(2)).sqrt());
      case "exp":
        return this.#exp(a);
      case "ln":
        return this.#ln(a);
      case "log": {
        const top = this.#ln(a), bottom = this.#ln(b);
        if (top === undefined || bottom === undefined) return undefined;
        if (top.re.isFinite()) return this.#divide(top, bottom);
        return bottom.re.isPositive() ? top : this.#real(Infinity);
      }
      default:
        return isReal(a) ? this.#realFunction(operator, a.re, b?.re) : undefined;
    }
  }

  #realFunction(operator: Operator, x: Decimal, y?: Decimal): Complex | undefined {
    const one = new this.#numbers(1);
    const of: Partial<Record<Operator, () => Decimal>> = {
      sin: () => x.sin(),
      cos: () => x.cos(),
      tan: () => x.tan(),
      cot: () => one.div(x.tan()),
      sec: () => one.div(x.cos()),
      csc: () => one.div(x.sin()),
      arcsin: () => x.asin(),
      arccos: () => x.acos(),
      arctan: () => x.atan(),
      degrees: () => x.mul(this.#pi).div(180),
      floor: () => x.floor(),
      ceil: () => x.ceil(),
      // Of names too: that they are whole is not asked, so that n! and n(n-1)! agree.
      factorial: () => this.#gamma(x.add(1)),
      binomial: () =>
        this.#gamma(x.add(1)).div(this.#gamma(y!.add(1)).mul(this.#gamma(x.sub(y!).add(1)))),
    };
    const value = of[operator]?.();
    return value === undefined ? undefined : this.#real(value);
  }

  /** The gamma function by Stirling's series, moved to where its first terms are exact enough. */
  #gamma(x: Decimal): Decimal {
    if (x.isInteger() && x.lte(0)) return new this.#numbers(NaN);
    if (x.gt(5000) || x.lt(-1000)) return new this.#numbers(NaN);
    let factor = new this.#numbers(1), z = x;
    for (; z.lt(60); z = z.add(1)) factor = factor.mul(z);
    // B_2k / (2k (2k - 1)) of k = 1 … 12, enough for 40 digits beyond 60.
    const terms = BERNOULLI.map(([n, d], k) =>
      new this.#numbers(n).div(d).div((2 * k + 2) * (2 * k + 1)).div(z.pow(2 * k + 1))
    );
    const series = terms.reduce((sum, term) => sum.add(term));
    const logarithm = z.sub(0.5).mul(z.ln()).sub(z).add(this.#pi.mul(2).ln().div(2)).add(series);
    return logarithm.exp().div(factor);
  }

  #multiply(a: Complex, b: Complex): Complex {
    return {
      re: a.re.mul(b.re).sub(a.im.mul(b.im)),
      im: a.re.mul(b.im).add(a.im.mul(b.re)),
    };
  }

  #divide(a: Complex, b: Complex): Complex | undefined {
    if (b.re.isZero() && b.im.isZero()) return undefined;
    if (isReal(b)) return { re: a.re.div(b.re), im: a.im.div(b.re) };
    const size = b.re.pow(2).add(b.im.pow(2));
    const { re, im } = this.#multiply(a, { re: b.re, im: b.im.neg() });
    return { re: re.div(size), im: im.div(size) };
  }

  #exp({ re, im }: Complex): Complex {
    const size = re.exp();
    return im.isZero() ? this.#real(size) : { re: size.mul(im.cos()), im: size.mul(im.sin()) };
  }

  #ln(a: Complex): Complex | undefined {
    if (a.re.isZero() && a.im.isZero()) return this.#real(-Infinity);
    if (isReal(a) && a.re.isPositive()) return this.#real(a.re.ln());
    return {
      re: a.re.pow(2).add(a.im.pow(2)).sqrt().ln(),
      im: this.#numbers.atan2(a.im, a.re),
    };
  }

  #power(base: Complex, exponent: Complex): Complex | undefined {
    if (isReal(base) && isReal(exponent)) {
      if (exponent.re.isInteger()) {
        if (exponent.re.abs().gt(1e9)) return undefined;
        return base.re.isZero() && exponent.re.lte(0)
          ? exponent.re.isZero() ? this.#real(1) : undefined
          : this.#real(base.re.pow(exponent.re));
      }
      if (!base.re.isNegative()) return this.#real(base.re.pow(exponent.re));
      // Odd roots of negative numbers are real: (-8)^{1/3} is -2.
      for (let degree = 3; degree < 16; degree += 2) {
        const whole = exponent.re.mul(degree), near = whole.round();
        if (whole.sub(near).abs().gt(1e-20)) continue;
        const size = base.re.neg().pow(exponent.re);
        return this.#real(near.mod(2).isZero() ? size : size.neg());
      }
    }
    if (isReal(exponent) && exponent.re.isInteger() && exponent.re.abs().lte(1000)) {
      let product: Complex = this.#real(1);
      for (let i = exponent.re.abs().toNumber(); i > 0; i--) {
        product = this.#multiply(product, base);
      }
      return exponent.re.isNegative() ? this.#divide(this.#real(1), product) : product;
    }
    const logarithm = this.#ln(base);
    return logarithm === undefined || !logarithm.re.isFinite()
      ? undefined
      : this.#exp(this.#multiply(logarithm, exponent));
  }

  #root(radicand: Complex, degree: Complex): Complex | undefined {
    if (isReal(radicand) && isReal(degree) && degree.re.eq(2)) {
      const size = radicand.re.abs().sqrt();
      return radicand.re.isNegative() ? { re: new this.#numbers(0), im: size } : this.#real(size);
    }
    const inverse = this.#divide(this.#real(1), degree);
    return inverse && this.#power(radicand, inverse);
  }
}

/** Bernoulli numbers B₂, B₄, … as numerators and denominators. */
const BERNOULLI: readonly (readonly [number, number])[] = [
  ...[[1, 6], [-1, 30], [1, 42], [-1, 30], [5, 66], [-691, 2730], [7, 6], [-3617, 510]] as const,
  ...[[43867, 798], [-174611, 330], [854513, 138], [-236364091, 2730]] as const,
];

/**
 * The value of an expression for given values of its variables, to so many digits.
 *
 * @returns `undefined` where it has none, such as `1/0`; `±Infinity` is the value of `\ln 0` and of
 * `\infty` alone.
 */
export function evaluateExpression(
  expression: Expression,
  digits: number,
  assignment: Assignment,
): Complex | undefined {
  try {
    return new Evaluator(digits, assignment).value(expression);
  } catch (error) {
    // The sine of a number of thousands of digits, for example.
    if (error instanceof Error && error.message.includes("[DecimalError]")) return undefined;
    throw error;
  }
}
