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

function isTrue(value: JsonValue): boolean {
  return value !== false && value !== null && value !== "" && value !== 0;
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
  let next = 0;
  const operand = (): JsonValue => {
    const token = tokens[next++];
    if (token === undefined) throw new ConditionError("it ends too early");
    if (token === "!") return !isTrue(operand());
    if (token === "(") {
      const value = either();
      if (tokens[next++] !== ")") throw new ConditionError('a ")" is missing');
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
  if (typeof when.value !== "string") return isTrue(when.value);
  const place: Place = when.place;
  let unresolved = false;
  const look = (reference: string): JsonValue => {
    const node: ScalarNode = { kind: "scalar", place, value: reference };
    const value = resolveNode(node, scope, problems);
    if (value === undefined) unresolved = true;
    return value ?? null;
  };
  try {
    return evaluate(when.value, look) || unresolved;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const advice = "Write for example: ${matrix.sampler} == proseco && ${params.steps} > 100";
    if (!unresolved) {
      problems.add(`Cannot read the condition "${when.value}": ${error.message}`, place, advice);
    }
    return true;
  }
}
