import type { Place } from "./problem.ts";
import type { JsonValue } from "../task.ts";

/** A YAML scalar and where it stands. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: null | boolean | number | string;
}

/** A YAML list and where it stands. */
export interface ListNode {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Node[];
}

/** One `key: value` of a map. */
export interface Entry {
  /** Where the key stands. */
  readonly key: Place;
  readonly value: Node;
}

/** A YAML map and where it stands. */
export interface MapNode {
  readonly kind: "map";
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** A value of a pipeline file that knows where it was written. */
export type Node = ScalarNode | ListNode | MapNode;

/** The value that a node holds, references unresolved. */
export function nodeValue(node: Node): JsonValue {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(nodeValue);
    case "map":
      return Object.fromEntries(
        [...node.entries].map(([key, { value }]) => [key, nodeValue(value)]),
      );
  }
}

/** A node for a value that was not written as YAML; every part stands at the same place. */
export function nodeOf(value: JsonValue, place: Place): Node {
  if (Array.isArray(value)) {
    return { kind: "list", place, items: value.map((item) => nodeOf(item, place)) };
  }
  if (typeof value === "object" && value !== null) {
    const entries = new Map(
      Object.entries(value).map(([key, item]) => [key, { key: place, value: nodeOf(item, place) }]),
    );
    return { kind: "map", place, entries };
  }
  return { kind: "scalar", place, value: value as ScalarNode["value"] };
}
