import { ComputeEngine } from "@cortex-js/compute-engine";

/** Operators of an expression; functions that have no exact values keep their usual names. */
export type Operator =
  | "add"
  | "multiply"
  | "negate"
  | "divide"
  | "power"
  | "root"
  | "abs"
  | "factorial"
  | "binomial"
  | "floor"
  | "ceil"
  | FunctionName;

/** A function of one argument; `log` has its base as the second. */
export type FunctionName =
  | "exp"
  | "ln"
  | "log"
  | "sin"
  | "cos"
  | "tan"
  | "cot"
  | "sec"
  | "csc"
  | "arcsin"
  | "arccos"
  | "arctan"
  | "degrees";

/** An expression as it was written, not simplified. */
export type Expression =
  | { readonly kind: "number"; readonly numeral: string }
  | { readonly kind: "symbol"; readonly name: string }
  | {
    readonly kind: "operation";
    readonly operator: Operator;
    readonly operands: readonly Expression[];
  };

/** The engine's names of what this project computes with. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  ...{ Add: "add", Multiply: "multiply", Negate: "negate", Divide: "divide", Rational: "divide" },
  ...{ Power: "power", Root: "root", Abs: "abs", Factorial: "factorial", Floor: "floor" },
  ...{ Ceil: "ceil", Exp: "exp", Ln: "ln", Sin: "sin", Cos: "cos", Tan: "tan", Cot: "cot" },
  ...{ Sec: "sec", Csc: "csc", Arcsin: "arcsin", Arccos: "arccos", Arctan: "arctan" },
  Degrees: "degrees",
};

const INVERSES: Readonly<Record<string, Operator>> = {
  Sin: "arcsin",
  Cos: "arccos",
  Tan: "arctan",
};

const SYMBOLS: Readonly<Record<string, string>> = { ExponentialE: "e", ImaginaryUnit: "i" };

const number = (numeral: string): Expression => ({ kind: "number", numeral });

const operation = (operator: Operator, ...operands: Expression[]): Expression => ({
  kind: "operation",
  operator,
  operands,
});

/** The exception that says that a text is no expression of the kind read here. */
class NotRead extends Error {}

/** MathJSON: what the engine reads LaTeX into. */
type MathJson = number | string | { readonly num: string } | readonly [string, ...MathJson[]];

/** Factors side by side, or the argument of a function that the engine has no LaTeX for. */
function sideBySide(parts: readonly MathJson[]): Expression {
  if (parts[0] === "binom" && parts.length === 2) {
    const [head, arguments_] = parts[1] as readonly [string, MathJson];
    if (head === "Delimiter" && Array.isArray(arguments_) && arguments_[0] === "Sequence") {
      const [, top, bottom] = arguments_ as unknown as [string, MathJson, MathJson];
      return operation("binomial", convert(top), convert(bottom));
    }
  }
  if (parts[0] === "Exp" && parts.length === 2) return operation("exp", convert(parts[1]!));
  return operation("multiply", ...parts.map(convert));
}

function convert(json: MathJson): Expression {
  if (typeof json === "number") return number(String(json));
  if (typeof json === "string") return { kind: "symbol", name: SYMBOLS[json] ?? json };
  if (!Array.isArray(json)) return number((json as { num: string }).num);
  const [head, ...operands] = json as unknown as [string, ...MathJson[]];
  if (head === "Delimiter" && operands.length === 1) return convert(operands[0]!);
  if (head === "InvisibleOperator") return sideBySide(operands);
  if (head === "Subtract") {
    return operation("add", convert(operands[0]!), operation("negate", convert(operands[1]!)));
  }
  if (head === "Sqrt") return operation("root", convert(operands[0]!), number("2"));
  if (head === "Lb") return operation("log", convert(operands[0]!), number("2"));
  if (head === "Log") {
    return operation(
      "log",
      convert(operands[0]!),
      operands[1] ? convert(operands[1]) : number("10"),
    );
  }
  if (head === "Apply" && Array.isArray(operands[0]) && operands[0][0] === "InverseFunction") {
    const inverse = INVERSES[String(operands[0][1])];
    if (inverse !== undefined) return operation(inverse, convert(operands[1]!));
  }
  const operator = OPERATORS[head];
  if (operator === undefined || operands.length === 0) throw new NotRead();
  return operation(operator, ...operands.map(convert));
}

/** Names with subscripts and accents become one symbol, which the engine reads as it is. */
function nameSymbols(text: string): string {
  const symbol = (letters: string) =>
    `\\mathrm{q${
      [...letters].map((c) => /[a-zA-Z0-9]/.test(c) ? c : `z${c.codePointAt(0)}z`).join("")
    }} `;
  const name = "(?:[a-zA-Z]|\\\\(?:alpha|beta|gamma|delta|epsilon|theta|lambda|mu|phi|omega))";
  return text
    .replaceAll(/\\vec\s*\{([^{}]*)\}/g, (_, inside) => symbol(`vec ${inside}`))
    .replaceAll(
      new RegExp(`(?<!\\\\[a-zA-Z]*)(${name})\\s*_\\s*(?:\\{([^{}]*)\\}|([a-zA-Z0-9]))`, "g"),
      (_, letter, group, single) => symbol(`${letter}_${(group ?? single).replaceAll(/\s/g, "")}`),
    );
}

let engine: ComputeEngine | undefined;

/** More than any answer has that is an expression; the parser's time doubles with each bar and bracket. */
const MAX_LENGTH = 400, MAX_BARS = 8, MAX_DEPTH = 10;

/** Whether the parser reads a text in a moment, whatever it says. */
function isReadable(latex: string): boolean {
  if (latex.length > MAX_LENGTH || latex.split("|").length - 1 > MAX_BARS) return false;
  // A function is nobody's exponent or base.
  if (/[_^]\s*\\(?:arc)?(?:sin|cos|tan|cot|sec|csc|log|ln|exp|lg)/.test(latex)) return false;
  let depth = 0;
  for (const c of latex) {
    if ("({[".includes(c) && ++depth > MAX_DEPTH) return false;
    if (")}]".includes(c)) depth--;
  }
  return true;
}

/**
 * Reads an expression by the Compute Engine's LaTeX parser.
 *
 * @param latex Tidied LaTeX of {@linkcode tidyLatex}.
 * @returns `undefined` if it is no expression of numbers, names, and the operators known here.
 */
export function readExpression(latex: string): Expression | undefined {
  if (latex === "" || !isReadable(latex)) return undefined;
  // A subscript is one character unless braces say more; a whole number before a fraction of whole
  // numbers is a mixed number: 1 1/2.
  const mixed = latex
    .replaceAll(/_\s*(\w)/g, "_{$1}")
    .replaceAll(/(?<![\d.])(\d+)\s+(\d+)\s*\/\s*(\d+)(?![\d.])/g, "($1+\\frac{$2}{$3})")
    .replaceAll(
      /(?<![\d.}a-zA-Z)])(\d+)\s*\\frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}/g,
      "($1+\\frac{$2}{$3})",
    );
  // Other numbers side by side are neither a product nor one number.
  if (/\d\s+[\d.]|\{,\}/.test(mixed)) return undefined;
  const text = nameSymbols(
    mixed
      .replaceAll(/(?<=\d)\s*[xX]\s*(?=10\s*\^)/g, "\\times ")
      .replaceAll(/(?<![a-zA-Z\\])(exp|sin|cos|tan|ln|log|sqrt|pi|infty)(?![a-zA-Z])/g, "\\$1 ")
      .replaceAll(/\\sqrt\s*\(([^()]*)\)/g, "\\sqrt{$1}")
      .replaceAll(/\\binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "\\mathrm{binom}($1,$2)")
      // A blank ends what is divided by: 3/4 x is three quarters of x, 1/2x one half of its inverse.
      .replaceAll(/(\d+)\s*\/\s*(\d+)(?=\s+[a-zA-Z\\(])/g, "\\frac{$1}{$2}")
      // 2^10 is a thousand and some, x^12 in TeX's reading x times 2.
      .replaceAll(/(?<=\d\s*)\^\s*(\d{2,})/g, "^{$1}")
      .replaceAll(/\^\s*(\d)\s*\^\s*(\d)/g, "^{$1^{$2}}")
      .replaceAll(/\*/g, "\\cdot "),
  );
  try {
    engine ??= new ComputeEngine();
    return convert(engine.parse(text, { form: "raw" }).json as MathJson);
  } catch (error) {
    // RangeError: nested deeper than the parser's stack.
    if (error instanceof NotRead || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Names that an expression has values for, but not its own. */
export const CONSTANTS: ReadonlySet<string> = new Set(["Pi", "e", "i", "PositiveInfinity"]);
