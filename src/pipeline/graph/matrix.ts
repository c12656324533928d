import { canonicalJson, isJsonObject } from "../../support/json.ts";
import type { ProblemList } from "../file/problem.ts";
import { resolveNode, type Scope } from "./reference.ts";
import { describeNode } from "../file/shape.ts";
import type { JsonValue } from "../task.ts";
import type { MapNode, Node } from "../file/yaml.ts";

/** Values of a matrix's axes for one instance, in the order of the file. */
export type Coordinates = Readonly<Record<string, JsonValue>>;

/** More instances than anyone means to run. */
export const MOST_INSTANCES = 100_000;

/** Combinations to compare with what is left out. */
const MOST_COMPARISONS = 10_000_000;

/** Whether a value is what an `exclude` names: equal, a part of a map, or a map's `name`. */
function matches(value: JsonValue | undefined, pattern: JsonValue): boolean {
  if (isJsonObject(value)) {
    if (!isJsonObject(pattern)) return value.name === pattern;
    return Object.entries(pattern).every(([key, part]) => matches(value[key], part));
  }
  return value !== undefined && canonicalJson(value) === canonicalJson(pattern);
}

function resolveMaps(
  node: Node | undefined,
  what: string,
  scope: Scope,
  problems: ProblemList,
): Record<string, JsonValue>[] | undefined {
  if (node === undefined) return [];
  const list = resolveNode(node, scope, problems);
  if (list === undefined) return undefined;
  if (!Array.isArray(list) || !list.every(isJsonObject)) {
    problems.add(`${what} must be a list of maps: got ${describeNode(node)}`, node.place);
    return undefined;
  }
  return list;
}

function axisValues(
  name: string,
  node: Node,
  scope: Scope,
  problems: ProblemList,
): readonly JsonValue[] | undefined {
  const value = resolveNode(node, scope, problems);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    problems.add(`Axis "${name}" must be a list: got ${describeNode(node)}`, node.place);
    return undefined;
  }
  if (value.length === 0) problems.add(`Axis "${name}" has no values`, node.place);
  return value;
}

/** Every combination of a matrix's axes, with `include` added and `exclude` left out. */
export function expandMatrix(
  matrix: MapNode | undefined,
  scope: Scope,
  problems: ProblemList,
): Coordinates[] {
  if (matrix === undefined) return [{}];
  let combinations: Coordinates[] = [{}];
  let axes = 0, isWhole = true;
  for (const [name, { key, value: node }] of matrix.entries) {
    if (name === "include" || name === "exclude") continue;
    axes++;
    const values = axisValues(name, node, scope, problems) ?? [];
    if (values.length === 0) isWhole = false;
    if (combinations.length * values.length > MOST_INSTANCES) {
      problems.add(`The matrix has more than ${MOST_INSTANCES} combinations`, key);
      return [];
    }
    combinations = combinations.flatMap((combination) =>
      values.map((value) => ({ ...combination, [name]: value }))
    );
  }
  if (!isWhole) return [];
  const get = (name: string) => matrix.entries.get(name);
  const excluded = resolveMaps(get("exclude")?.value, "exclude", scope, problems);
  const included = resolveMaps(get("include")?.value, "include", scope, problems);
  if (excluded === undefined || included === undefined) return [];
  if (excluded.length * combinations.length > MOST_COMPARISONS) {
    problems.add("exclude leaves out too much, one by one", get("exclude")?.key);
    return [];
  }
  for (const pattern of excluded) {
    if (combinations.length === 0) break;
    const kept = combinations.filter((combination) =>
      !Object.entries(pattern).every(([axis, value]) => matches(combination[axis], value))
    );
    if (kept.length === combinations.length) {
      problems.add(
        `exclude ${JSON.stringify(pattern)} leaves nothing out`,
        get("exclude")?.key,
        `Axes: ${[...matrix.entries.keys()].join(", ")}`,
      );
    }
    combinations = kept;
  }
  if (combinations.length + included.length > MOST_INSTANCES) {
    problems.add(`The matrix has more than ${MOST_INSTANCES} combinations`, get("include")?.key);
    return [];
  }
  combinations = axes === 0 ? included : [...combinations, ...included];
  if (combinations.length === 0) {
    const what = excluded.length > 0
      ? "exclude leaves nothing of the matrix"
      : "The matrix is empty";
    problems.add(what, matrix.place, "A condition belongs into when");
  }
  const seen = new Set<string>();
  for (const combination of combinations) {
    const id = canonicalJson(combination);
    if (seen.has(id)) problems.add(`The matrix has ${id} twice`, matrix.place);
    seen.add(id);
  }
  return combinations;
}
