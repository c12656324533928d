import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node as YamlNode,
  parseDocument,
} from "yaml";
import type { Place, ProblemList, SourceText } from "./problem.ts";
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

function placeOf(source: SourceText, node: { range?: readonly number[] | null }): Place {
  const [start = 0, end = 0] = node.range ?? [];
  return { source, start, end: Math.max(end, start) };
}

function convert(
  node: YamlNode | null | undefined,
  fallback: Place,
  source: SourceText,
  document: Document,
  problems: ProblemList,
): Node {
  if (!node) return { kind: "scalar", place: fallback, value: null };
  const place = placeOf(source, node);
  if (isAlias(node)) {
    return convert(node.resolve(document), place, source, document, problems);
  }
  if (isSeq<YamlNode>(node)) {
    const items = node.items.map((item) => convert(item, place, source, document, problems));
    return { kind: "list", place, items };
  }
  if (isMap<YamlNode, YamlNode | null>(node)) {
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const keyPlace = placeOf(source, key);
      if (!isScalar(key)) {
        problems.add("A key must be a plain word", keyPlace);
        continue;
      }
      const converted = convert(value, keyPlace, source, document, problems);
      entries.set(String(key.value), { key: keyPlace, value: converted });
    }
    return { kind: "map", place, entries };
  }
  const value = isScalar(node) ? node.value : null;
  if (value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value)) {
    return { kind: "scalar", place, value: value as ScalarNode["value"] };
  }
  problems.add("A value must be text, a finite number, true, false or null", place);
  return { kind: "scalar", place, value: null };
}

/** Parses YAML, keeping where everything stands; what is wrong goes to `problems`. */
export function parseYaml(source: SourceText, problems: ProblemList): Node {
  const document = parseDocument(source.text, { prettyErrors: false });
  for (const { message, pos } of document.errors) {
    problems.add(message, { source, start: pos[0], end: pos[1] });
  }
  const whole = { source, start: 0, end: 0 };
  return convert(document.contents, whole, source, document, problems);
}
