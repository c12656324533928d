import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node as YamlNode,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Place, ProblemList, SourceText } from "./problem.ts";
import { checkName, describeNode } from "./shape.ts";
import type { Entry, Node, ScalarNode } from "./yaml.ts";

/** Values of a file with its aliases written out: more than anyone means to write. */
const MOST_VALUES = 200_000;

/** Lists and maps within each other. */
const DEEPEST = 100;

const TOO_DEEP = "Too many lists and maps within each other";

const QUOTE = 'A text that begins with * stands in quotes: "*-samples"';

/** A whole number as YAML writes it, in any base. */
const WHOLE = /^[-+]?(0x[\da-f]+|0o[0-7]+|\d+)$/i;

/** What an anchor stands for, and how many values that is. */
interface Anchored {
  readonly node: Node;
  readonly values: number;
}

/** Stops the conversion of a file that holds too much. */
class TooMuch extends Error {}

/** Converts what the YAML library parsed to nodes that know their place. */
class Converter {
  readonly #source: SourceText;
  readonly #problems: ProblemList;
  readonly #anchors = new Map<string, Anchored>();
  #values = 0;

  constructor(source: SourceText, problems: ProblemList) {
    this.#source = source;
    this.#problems = problems;
  }

  #placeOf({ range }: { range?: readonly number[] | null }): Place {
    const [start = 0, end = 0] = range ?? [];
    return { source: this.#source, start, end: Math.max(end, start) };
  }

  #count(values: number, place: Place): void {
    this.#values += values;
    if (this.#values <= MOST_VALUES) return;
    this.#problems.add(
      `The file holds more than ${MOST_VALUES} values, what its aliases mean included`,
      place,
      "Make lists of instances by a matrix with several axes",
    );
    throw new TooMuch();
  }

  /** Converts a node; `fallback` is the place of one that is not written. */
  convert(node: YamlNode | null | undefined, fallback: Place, depth = 0): Node {
    if (!node) {
      this.#count(1, fallback);
      return { kind: "scalar", place: fallback, value: null };
    }
    const place = this.#placeOf(node);
    if (isAlias(node)) return this.#alias(node.source, place);
    if (depth > DEEPEST) {
      this.#problems.add(`More than ${DEEPEST} lists and maps within each other`, place);
      throw new TooMuch();
    }
    this.#count(1, place);
    const before = this.#values;
    const converted = isSeq<YamlNode>(node)
      ? this.#list(node.items, place, depth)
      : isMap(node)
      ? this.#map(node as YAMLMap<YamlNode, YamlNode | null>, place, depth)
      : this.#scalar(node as Scalar, place);
    if ("anchor" in node && node.anchor) {
      this.#anchors.set(node.anchor, { node: converted, values: 1 + this.#values - before });
    }
    return converted;
  }

  #alias(name: string, place: Place): Node {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) {
      this.#problems.add(
        `Nothing before here is called "&${name}"`,
        place,
        QUOTE,
      );
      return { kind: "scalar", place, value: null };
    }
    this.#count(anchored.values, place);
    return anchored.node;
  }

  #list(items: readonly YamlNode[], place: Place, depth: number): Node {
    return {
      kind: "list",
      place,
      items: items.map((item) => this.convert(item, place, depth + 1)),
    };
  }

  #map({ items }: YAMLMap<YamlNode, YamlNode | null>, place: Place, depth: number): Node {
    const entries = new Map<string, Entry>();
    /** Names that `<<` brought, over which the map's own go. */
    const merged = new Set<string>();
    for (const { key, value } of items) {
      const keyPlace = key ? this.#placeOf(key) : place;
      if (!isScalar(key) || key.value === null) {
        this.#problems.add("A key must be a plain word", keyPlace);
        continue;
      }
      const converted = this.convert(value, keyPlace, depth + 1);
      const name = String(key.value);
      if (name === "<<" && key.type === "PLAIN") {
        for (const [other, entry] of this.#mergedEntries(converted)) {
          if (entries.has(other)) continue;
          entries.set(other, entry);
          merged.add(other);
        }
        continue;
      }
      checkName(name, keyPlace, this.#problems);
      if (entries.has(name) && !merged.delete(name)) {
        this.#problems.add(`The key "${name}" stands twice`, keyPlace);
      }
      entries.set(name, { key: keyPlace, value: converted });
    }
    return { kind: "map", place, entries };
  }

  /** What `<<` brings: the entries of a map, or of several, of which the first holds. */
  #mergedEntries(node: Node): [string, Entry][] {
    const maps = node.kind === "list" ? node.items : [node];
    return maps.flatMap((map) => {
      if (map.kind === "map") return [...map.entries];
      const message = `<< takes in maps: got ${describeNode(map)}`;
      this.#problems.add(message, map.place, "Write <<: *NAME of a map, or a list of such");
      return [];
    });
  }

  #scalar({ value, source }: Scalar, place: Place): ScalarNode {
    if (typeof value === "number" && WHOLE.test(source ?? "") && !Number.isSafeInteger(value)) {
      const message = `The number ${source} is too large to be held exactly`;
      this.#problems.add(message, place, `Write it as text: "${source}"`);
    } else if (
      value === null || typeof value === "string" || typeof value === "boolean" ||
      Number.isFinite(value)
    ) {
      return { kind: "scalar", place, value: value as ScalarNode["value"] };
    } else {
      this.#problems.add("A value must be text, a finite number, true, false or null", place);
    }
    return { kind: "scalar", place, value: null };
  }
}

/** Parses YAML, keeping where everything stands; what is wrong goes to `problems`. */
export function parseYaml(source: SourceText, problems: ProblemList): Node {
  const whole = { source, start: 0, end: 0 };
  try {
    const document = parseDocument(source.text, {
      prettyErrors: false,
      // Keys are compared here, where 1 and "1" are the same.
      uniqueKeys: false,
    });
    // What follows the first error may follow from it.
    const isBroken = document.errors.length > 0;
    const told = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    for (const { message, pos } of isBroken ? told.slice(0, 1) : told) {
      const advice = message.startsWith("Alias") ? QUOTE : undefined;
      const said = message.startsWith("Maximum call stack") ? TOO_DEEP : message;
      problems.add(said, { source, start: pos[0], end: pos[1] }, advice);
    }
    if (isBroken) return { kind: "scalar", place: whole, value: null };
    return new Converter(source, problems).convert(document.contents, whole);
  } catch (error) {
    if (error instanceof RangeError) {
      problems.add(TOO_DEEP, whole);
    } else if (!(error instanceof TooMuch)) throw error;
    return { kind: "scalar", place: whole, value: null };
  }
}
