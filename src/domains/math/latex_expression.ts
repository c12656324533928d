/** Values of the variables of an expression, by name. */
export type Assignment = ReadonlyMap<string, number>;

/** Evaluates an expression; `NaN` where it has no real value. */
export type LatexExpression = (assignment: Assignment) => number;

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  "\\sin": Math.sin,
  "\\cos": Math.cos,
  "\\tan": Math.tan,
  "\\cot": (x) => 1 / Math.tan(x),
  "\\sec": (x) => 1 / Math.cos(x),
  "\\csc": (x) => 1 / Math.sin(x),
  "\\arcsin": Math.asin,
  "\\arccos": Math.acos,
  "\\arctan": Math.atan,
  "\\ln": Math.log,
  "\\log": Math.log10,
  "\\exp": Math.exp,
};

const CONSTANTS: Readonly<Record<string, number>> = {
  "\\pi": Math.PI,
  "e": Math.E,
  "\\infty": Infinity,
};

const GREEK = /^\\(?:alpha|beta|gamma|delta|epsilon|theta|lambda|mu|phi|omega)$/;

const TOKEN = /\s+|\d+(?:\.\d+)?|\.\d+|\\[a-zA-Z]+|\\[{}]|[a-zA-Z]|[-+*/^_(){}[\]|!%]/y;

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const spaceless = text.replaceAll(/\\left|\\right|\\[,;:! ]|~/g, " ");
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < spaceless.length;) {
    const match = TOKEN.exec(spaceless);
    if (match === null) return undefined;
    if (match[0].trim() !== "") tokens.push(match[0]);
  }
  return tokens;
}

/** More than any answer has; each may be a step of the recursion that reads and evaluates it. */
const MAX_TOKENS = 500;

class LatexSyntaxError extends Error {}

/** Recursive descent: sum → product → power → atom. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #accept(...wanted: string[]): string | undefined {
    const token = this.#peek();
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#at++;
    return token;
  }

  #expect(token: string): void {
    if (this.#accept(token) === undefined) throw new LatexSyntaxError(`expected ${token}`);
  }

  parse(): LatexExpression {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw new LatexSyntaxError(`unexpected ${this.#peek()}`);
    return value;
  }

  #sum(): LatexExpression {
    let left = this.#product();
    for (let sign; (sign = this.#accept("+", "-")) !== undefined;) {
      const before = left, right = this.#product();
      left = sign === "+" ? (x) => before(x) + right(x) : (x) => before(x) - right(x);
    }
    return left;
  }

  #product(): LatexExpression {
    let left = this.#signed();
    for (;;) {
      const before = left;
      if (this.#accept("*", "\\cdot", "\\times") !== undefined) {
        const right = this.#signed();
        left = (x) => before(x) * right(x);
      } else if (this.#accept("/", "\\div") !== undefined) {
        const right = this.#signed();
        left = (x) => before(x) / right(x);
      } else if (this.#startsAtom()) {
        const right = this.#power();
        left = (x) => before(x) * right(x);
      } else {
        return left;
      }
    }
  }

  #signed(): LatexExpression {
    if (this.#accept("-") !== undefined) {
      const value = this.#signed();
      return (x) => -value(x);
    }
    this.#accept("+");
    return this.#power();
  }

  #power(): LatexExpression {
    let base = this.#atom();
    if (this.#accept("%") !== undefined) {
      const whole = base;
      base = (x) => whole(x) / 100;
    }
    if (this.#accept("^") === undefined) return base;
    const exponent = this.#argument();
    return (x) => base(x) ** exponent(x);
  }

  #startsAtom(): boolean {
    const token = this.#peek();
    return token !== undefined && (/^[\d.a-zA-Z({]/.test(token) || token in FUNCTIONS ||
      token in CONSTANTS || ["\\frac", "\\sqrt"].includes(token) || GREEK.test(token));
  }

  /** What a command applies to: a group, or a single digit or name, as in TeX. */
  #argument(): LatexExpression {
    if (this.#accept("-") !== undefined) {
      const value = this.#argument();
      return (x) => -value(x);
    }
    return this.#atom();
  }

  #group(open: string, close: string): LatexExpression {
    this.#expect(open);
    const value = this.#sum();
    this.#expect(close);
    return value;
  }

  #atom(): LatexExpression {
    const token = this.#peek();
    if (token === undefined) throw new LatexSyntaxError("unexpected end");
    if (token === "(") return this.#group("(", ")");
    if (token === "{") return this.#group("{", "}");
    if (token === "[") return this.#group("[", "]");
    if (token === "|") return this.#absolute();
    this.#at++;
    if (/^[\d.]/.test(token)) return this.#number(token);
    if (token === "\\frac") {
      const numerator = this.#argument(), denominator = this.#argument();
      return (x) => numerator(x) / denominator(x);
    }
    if (token === "\\sqrt") {
      const degree = this.#peek() === "[" ? this.#group("[", "]") : () => 2;
      const radicand = this.#argument();
      return (x) => radicand(x) ** (1 / degree(x));
    }
    if (Object.hasOwn(FUNCTIONS, token)) {
      const power = this.#accept("^") === undefined ? () => 1 : this.#argument();
      const argument = this.#power();
      return (x) => FUNCTIONS[token](argument(x)) ** power(x);
    }
    if (Object.hasOwn(CONSTANTS, token)) return () => CONSTANTS[token];
    if (/^[a-zA-Z]$/.test(token) || GREEK.test(token)) return this.#variable(token);
    throw new LatexSyntaxError(`unexpected ${token}`);
  }

  #absolute(): LatexExpression {
    const value = this.#group("|", "|");
    return (x) => Math.abs(value(x));
  }

  #number(token: string): LatexExpression {
    const value = Number(token);
    // A whole number before a fraction of numbers is a mixed number: 2\frac{1}{3} is 7/3.
    const mixed = /^\\frac\{\d+\}\{\d+\}/.test(this.#tokens.slice(this.#at, this.#at + 7).join(""));
    if (!Number.isInteger(value) || !mixed) return () => value;
    const fraction = this.#atom();
    return (x) => value + fraction(x);
  }

  #variable(letter: string): LatexExpression {
    let name = letter;
    if (this.#accept("_") !== undefined) {
      const start = this.#at;
      this.#argument();
      name += this.#tokens.slice(start, this.#at).join("");
    }
    return (x) => x.get(name) ?? NaN;
  }
}

/**
 * Reads the part of LaTeX that answers are written in: numbers, variables, sums, products, fractions,
 * powers, roots and the usual functions.
 *
 * @returns `undefined` if the text is anything else, or longer than answers are.
 */
export function parseLatexExpression(text: string): LatexExpression | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined || tokens.length === 0 || tokens.length > MAX_TOKENS) return undefined;
  try {
    return new Parser(tokens).parse();
  } catch (error) {
    if (error instanceof LatexSyntaxError) return undefined;
    throw error;
  }
}
