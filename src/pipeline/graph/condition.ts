import { canonicalJson } from "../../support/json.ts";
import type { Place, ProblemList } from "../file/problem.ts";
import { resolveNode, type Scope } from "./reference.ts";
import type { JsonValue } from "../task.ts";
import type { ScalarNode } from "../file/yaml.ts";

const TOKEN = /\s*(\$\{[^}]*\}|==|!=|<=|>=|<|>|&&|\|\||!|\(|\)|"[^"]*"|'[^']*'|[^\s()<>=!&|"']+)/y;

/** A condition that cannot be read. */
class ConditionError extends Error {}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new ConditionError(`cannot read "${text.slice(at).trim()}"`);
    tokens.push(match[1]!);
  }
  return tokens;
}

/** Brackets and ! within each other. */
const DEEPEST = 100;

/** A text is no truth value: "no" and "off" would be true. */
function isTrue(value: JsonValue): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (value === null) return false;
  const text = JSON.stringify(value);
  throw new ConditionError(`${text} is neither true nor false, nor compared with anything`);
}

function compare(operator: string, a: JsonValue, b: JsonValue): boolean {
  if (operator === "==") return canonicalJson(a) === canonicalJson(b);
  if (operator === "!=") return canonicalJson(a) !== canonicalJson(b);
  if (typeof a !== "number" || typeof b !== "number") {
    throw new ConditionError(`"${operator}" compares numbers: got ${JSON.stringify([a, b])}`);
  }
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}

function literal(token: string): JsonValue {
  if (/^["']/.test(token)) return token.slice(1, -1);
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}

/** Evaluates `a == b && !(c || d < 3)`; `look` resolves a reference. */
function evaluate(text: string, look: (reference: string) => JsonValue): boolean {
  const tokens = tokenize(text);
  let next = 0, depth = 0;
  const operand = (): JsonValue => {
    const token = tokens[next++];
    if (token === undefined) throw new ConditionError("it ends too early");
    if (token === "!" || token === "(") {
      if (++depth > DEEPEST) throw new ConditionError("it is nested too deeply");
      const value = token === "!" ? !isTrue(operand()) : either();
      depth--;
      if (token === "(" && tokens[next++] !== ")") throw new ConditionError('a ")" is missing');
      return value;
    }
    if (/^(==|!=|<=?|>=?|&&|\|\||\))$/.test(token)) {
      throw new ConditionError(`"${token}" stands where a value should`);
    }
    return token.startsWith("${") ? look(token) : literal(token);
  };
  const comparison = (): JsonValue => {
    const left = operand();
    if (!/^(==|!=|<=?|>=?)$/.test(tokens[next] ?? "")) return left;
    return compare(tokens[next++]!, left, operand());
  };
  const both = (): JsonValue => {
    let value = comparison();
    while (tokens[next] === "&&") {
      next++;
      const right = comparison();
      value = isTrue(value) && isTrue(right);
    }
    return value;
  };
  const either = (): JsonValue => {
    let value = both();
    while (tokens[next] === "||") {
      next++;
      const right = both();
      value = isTrue(value) || isTrue(right);
    }
    return value;
  };
  const value = either();
  if (next < tokens.length) throw new ConditionError(`"${tokens[next]}" is left over`);
  return isTrue(value);
}

/** Whether a task's `when` holds; true, with a problem told now or before, if it cannot be read. */
export function conditionHolds(when: ScalarNode, scope: Scope, problems: ProblemList): boolean {
  if (typeof when.value !== "string") return when.value !== false && when.value !== 0;
  const place: Place = when.place;
  let unresolved = false;
  const look = (reference: string): JsonValue => {
    const node: ScalarNode = { kind: "scalar", place, value: reference };
    const value = resolveNode(node, scope, problems);
    if (value === undefined) unresolved = true;
    return value ?? null;
  };
  try {
    const holds = evaluate(when.value, look);
    return holds || unresolved;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const advice = "Write for example: ${matrix.sampler} == proseco && ${params.steps} > 100";
    if (!unresolved) {
      problems.add(`Cannot read the condition "${when.value}": ${error.message}`, place, advice);
    }
    return true;
  }
}
