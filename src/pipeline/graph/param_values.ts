import { suggest } from "../../support/suggest.ts";
import { hasType, type ParamDeclaration } from "../file/params.ts";
import type { ProblemList } from "../file/problem.ts";
import { describeNode } from "../file/shape.ts";
import { type Node, nodeOf } from "../file/yaml.ts";
import type { JsonValue } from "../task.ts";
import { referencesIn, resolveNode } from "./reference.ts";

/** Values that a parameter holds, those that it takes from others included. */
const MOST_VALUES = 200_000;

/** How many values there are within one; more than `most` are not counted. */
function countValues(value: JsonValue, most: number): number {
  if (typeof value !== "object" || value === null) return 1;
  let count = 1;
  for (const inner of Object.values(value)) {
    if (count > most) break;
    count += countValues(inner, most - count);
  }
  return count;
}

/** Checks a value against the declaration of its parameter. */
function checkValue(
  value: JsonValue,
  { name, type, choices, value: node }: ParamDeclaration,
  problems: ProblemList,
): void {
  const { place } = node!;
  if (countValues(value, MOST_VALUES) > MOST_VALUES) {
    problems.add(`Parameter "${name}" holds more than ${MOST_VALUES} values`, place);
  } else if (!hasType(value, type)) {
    const article = type === "integer" ? "an" : "a";
    const got = describeNode(nodeOf(value, place));
    problems.add(`Parameter "${name}" must be ${article} ${type}: got ${got}`, place);
  } else if (choices !== undefined && !choices.includes(value)) {
    problems.add(
      `Parameter "${name}" cannot be ${JSON.stringify(value)}`,
      place,
      suggest(String(value), choices.map(String)),
    );
  }
}

/**
 * Resolves what parameters say of each other, checks every value against its type and gives the
 * values; `undefined` for one that is wrong, so that nothing more is said where it is used.
 */
export function paramValues(
  params: ReadonlyMap<string, ParamDeclaration>,
  problems: ProblemList,
): Map<string, JsonValue | undefined> {
  const values = new Map<string, JsonValue | undefined>();
  const open: string[] = [];
  const resolve = (param: ParamDeclaration): void => {
    const { name, value: node, place } = param;
    if (node === undefined) {
      const advice = `Give it a default, or set it: --set ${name}=VALUE`;
      problems.add(`Parameter "${name}" has no value`, place, advice);
      values.set(name, undefined);
      return;
    }
    open.push(name);
    const before = problems.told;
    const isWhole = resolveOthers(node);
    open.pop();
    const value = isWhole ? resolveNode(node, { params: values }, problems) : undefined;
    if (value !== undefined) checkValue(value, param, problems);
    values.set(name, problems.told > before ? undefined : value);
  };
  /** Gives the parameters that a value names theirs; whether all have one. */
  const resolveOthers = (node: Node): boolean => {
    let isWhole = true;
    for (const { root, path: [name], place } of referencesIn(node, problems)) {
      if (root !== "params") continue;
      const other = params.get(name);
      if (other === undefined) {
        problems.add(`Unknown parameter "${name}"`, place, suggest(name, params.keys()));
        isWhole = false;
        continue;
      }
      if (open.includes(name)) {
        const cycle = [...open.slice(open.indexOf(name)), name].join(" → ");
        problems.add(`The parameters take their values from each other: ${cycle}`, place);
        isWhole = false;
        continue;
      }
      if (!values.has(name)) resolve(other);
      if (values.get(name) === undefined) isWhole = false;
    }
    return isWhole;
  };
  for (const param of params.values()) if (!values.has(param.name)) resolve(param);
  return new Map([...params.keys()].map((name) => [name, values.get(name)]));
}
