import type { Place, ProblemList } from "./problem.ts";
import { checkKeys, describeNode, expectText } from "./shape.ts";
import { suggest } from "../../support/suggest.ts";
import { isJsonObject } from "../../support/json.ts";
import type { JsonValue } from "../task.ts";
import { type MapNode, type Node, nodeValue } from "./yaml.ts";

const TYPES = ["integer", "number", "string", "boolean", "list", "map"] as const;

/** Types that a pipeline's parameter may have. */
export type ParamType = typeof TYPES[number];

/** A parameter of a pipeline. */
export interface ParamDeclaration {
  readonly name: string;
  readonly type: ParamType;
  readonly description?: string;
  /** Values it may take, if only some. */
  readonly choices?: readonly JsonValue[];
  /** The value and where it was set: the default, a profile or the command line. */
  readonly value?: Node;
  /** Where the parameter is declared. */
  readonly place: Place;
}

function typeOf(value: JsonValue): ParamType {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (Array.isArray(value)) return "list";
  if (isJsonObject(value)) return "map";
  return typeof value === "boolean" ? "boolean" : "string";
}

/** Whether a value is of a type; a whole number is a number too. */
export function hasType(value: JsonValue, type: ParamType): boolean {
  const actual = typeOf(value);
  return value !== null && (actual === type || type === "number" && actual === "integer");
}

const LONG_FORM = ["type", "default", "description", "choices"];

/** Reads one entry of `params`: a value, or a map of type, default and description. */
export function parseParam(
  name: string,
  node: Node,
  place: Place,
  problems: ProblemList,
): ParamDeclaration {
  if (node.kind !== "map") {
    // A whole number written as a default does not rule out fractions.
    const guessed = typeOf(nodeValue(node));
    return { name, type: guessed === "integer" ? "number" : guessed, value: node, place };
  }
  checkKeys(node, `parameter "${name}"`, LONG_FORM, problems);
  const value = node.entries.get("default")?.value;
  const typeNode = node.entries.get("type")?.value;
  const typeName = expectText(typeNode, "A type", problems);
  let type = TYPES.find((known) => known === typeName);
  if (typeNode !== undefined && typeName !== undefined && type === undefined) {
    problems.add(`Unknown type "${typeName}"`, typeNode.place, suggest(typeName, TYPES));
  }
  if (typeNode === undefined && value === undefined) {
    problems.add(
      `Parameter "${name}" has neither a type nor a default`,
      place,
      `Write "type: number" (${TYPES.join(", ")}) or a default`,
    );
  }
  type ??= value === undefined ? "string" : typeOf(nodeValue(value));
  const description = expectText(
    node.entries.get("description")?.value,
    "A description",
    problems,
  );
  const choicesNode = node.entries.get("choices")?.value;
  if (choicesNode !== undefined && choicesNode.kind !== "list") {
    problems.add(`choices must be a list: got ${describeNode(choicesNode)}`, choicesNode.place);
  }
  const choices = choicesNode?.kind === "list" ? choicesNode.items.map(nodeValue) : undefined;
  return { name, type, description, choices, value, place };
}

/** Sets parameters from a profile or the command line. */
export function overrideParams(
  params: Map<string, ParamDeclaration>,
  values: MapNode,
  problems: ProblemList,
): void {
  for (const [name, { key, value }] of values.entries) {
    const param = params.get(name);
    if (param === undefined) {
      problems.add(`Unknown parameter "${name}"`, key, suggest(name, params.keys()));
    } else {
      params.set(name, { ...param, value });
    }
  }
}
