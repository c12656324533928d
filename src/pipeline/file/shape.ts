import type { Place, ProblemList } from "./problem.ts";
import { suggest } from "../../support/suggest.ts";
import type { ListNode, MapNode, Node } from "./yaml.ts";

const KINDS = { scalar: "a single value", list: "a list", map: "a map" };

/** Names what a node holds, for messages. */
export function describeNode(node: Node): string {
  if (node.kind !== "scalar") return KINDS[node.kind];
  return node.value === null ? "nothing" : `${typeof node.value} ${JSON.stringify(node.value)}`;
}

/** The node as a map; a problem if it is something else. */
export function expectMap(
  node: Node | undefined,
  what: string,
  problems: ProblemList,
): MapNode | undefined {
  if (node === undefined || node.kind === "map") return node;
  if (node.kind === "scalar" && node.value === null) return undefined;
  problems.add(`${what} must be a map: got ${describeNode(node)}`, node.place);
}

/** Names that every object of JavaScript has, so that none of a file's can be told from them. */
const OF_ALL_OBJECTS = Object.getOwnPropertyNames(Object.prototype);

/** Checks that a name can be that of a parameter, an axis or any other key. */
export function checkName(name: string, place: Place, problems: ProblemList): void {
  if (OF_ALL_OBJECTS.includes(name)) problems.add(`No key can be called "${name}"`, place);
}

/** Checks that a map has known keys only, and its required ones. */
export function checkKeys(
  node: MapNode,
  what: string,
  known: readonly string[],
  problems: ProblemList,
): void {
  for (const [name, { key }] of node.entries) {
    if (!known.includes(name)) {
      problems.add(`Unknown key "${name}" in ${what}`, key, suggest(name, known));
    }
  }
}

/** The node as text; a problem if it is something else. */
export function expectText(
  node: Node | undefined,
  what: string,
  problems: ProblemList,
): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  problems.add(`${what} must be text: got ${describeNode(node)}`, node.place);
}

/** The node as a number; a problem if it is something else or too small. */
export function expectNumber(
  node: Node | undefined,
  what: string,
  problems: ProblemList,
  { min = 0, integer = false }: { min?: number; integer?: boolean } = {},
): number | undefined {
  if (node === undefined) return undefined;
  const value = node.kind === "scalar" ? node.value : undefined;
  if (typeof value === "number" && value >= min && (!integer || Number.isInteger(value))) {
    return value;
  }
  const wanted = `${integer ? "an integer" : "a number"} of at least ${min}`;
  problems.add(`${what} must be ${wanted}: got ${describeNode(node)}`, node.place);
}

/** The node as a list; a single value counts as a list of one. */
export function asList(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === "list" ? (node as ListNode).items : [node];
}
