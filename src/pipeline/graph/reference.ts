import type { Place, ProblemList } from "../file/problem.ts";
import type { NamedFiles } from "../file/task_registry.ts";
import { suggest } from "../../support/suggest.ts";
import { isJsonObject } from "../../support/json.ts";
import type { JsonValue } from "../task.ts";
import { type Node, nodeValue, type ScalarNode } from "../file/yaml.ts";

/** What a reference may start with. */
const ROOTS = ["params", "matrix", "trial", "tasks", "search", "input", "output"] as const;

/**
 * A `${params.x}`, `${matrix.axis}` or `${tasks.name.output}` of a pipeline file, `${trial.name}` of a
 * task with a search, `${search.name}` for what such a search tried, or `${input.name}` and
 * `${output.name}` of a task that names its own files.
 */
export interface Reference {
  readonly root: typeof ROOTS[number];
  /** The names after the root; never empty. */
  readonly path: readonly [string, ...string[]];
  /** Where the reference stands, braces included. */
  readonly place: Place;
}

/** A text cut at its references; `undefined` stands for one that cannot be read. */
export type Template = readonly (string | Reference | undefined)[];

/** The values that references to parameters and to the matrix take. */
export interface Scope {
  /** `undefined` for a parameter whose value is wrong, which was told already. */
  readonly params: ReadonlyMap<string, JsonValue | undefined>;
  /** Values of the axes; `undefined` where there is no matrix. */
  readonly matrix?: Readonly<Record<string, JsonValue>>;
  /** Values of the trial; `undefined` where nothing is searched. */
  readonly trial?: Readonly<Record<string, JsonValue>>;
  /** Names of the task's own files, where it may name their paths. */
  readonly files?: NamedFiles;
}

/** Letters of a text that references are written into. */
const MOST_LETTERS = 2 ** 20;

const REFERENCE = /\$(\$\{|\{([^}]*)\})/g;
const PATH = /^[\w-]+\.[\w*-]+(\.[\w-]+)*$/;

function parseReference(body: string, place: Place, problems: ProblemList): Reference | undefined {
  const text = body.trim();
  const [root, ...path] = text.split(".") as [string, string, ...string[]];
  if (text === "*") {
    const advice = 'Name the task "*-NAME", and it is one for each word of its "*"';
    problems.add('"${*}" stands in a task whose name has no *', place, advice);
    return undefined;
  }
  if (!PATH.test(text)) {
    problems.add(
      `Cannot read the reference "\${${body}}"`,
      place,
      "Write ${params.name}, ${matrix.axis} or ${tasks.name.output}",
    );
    return undefined;
  }
  if (!ROOTS.includes(root as Reference["root"])) {
    problems.add(`Unknown reference "\${${body}}"`, place, suggest(root, ROOTS));
    return undefined;
  }
  return { root: root as Reference["root"], path, place };
}

const templates = new WeakMap<ScalarNode, Template>();

/** Cuts a scalar at its references; `$${` stands for a literal `${`. */
export function parseTemplate(node: ScalarNode, problems: ProblemList): Template {
  const known = templates.get(node);
  if (known !== undefined) return known;
  const parts: (string | Reference | undefined)[] = [];
  const value = typeof node.value === "string" ? node.value : "";
  const { source, start, end } = node.place;
  let last = 0, cursor = start;
  let text = "";
  for (const match of value.matchAll(REFERENCE)) {
    text += value.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[2] === undefined) {
      text += "${";
      continue;
    }
    if (text !== "") parts.push(text);
    text = "";
    const found = source.text.indexOf(match[0], cursor);
    const isHere = found !== -1 && found < end;
    const place = isHere ? { source, start: found, end: found + match[0].length } : node.place;
    if (isHere) cursor = place.end;
    parts.push(parseReference(match[2], place, problems));
  }
  text += value.slice(last);
  if (text !== "") parts.push(text);
  templates.set(node, parts);
  return parts;
}

/** The reference that a scalar consists of, if it is nothing else. */
export function wholeReference(node: Node, problems: ProblemList): Reference | undefined {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  if (!node.value.startsWith("${")) return undefined;
  const parts = parseTemplate(node, problems);
  return parts.length === 1 && typeof parts[0] === "object" ? parts[0] : undefined;
}

/** All references within a node. */
export function* referencesIn(node: Node, problems: ProblemList): Generator<Reference> {
  if (node.kind === "scalar") {
    for (const part of parseTemplate(node, problems)) if (typeof part === "object") yield part;
  } else if (node.kind === "list") {
    for (const item of node.items) yield* referencesIn(item, problems);
  } else {
    for (const { value } of node.entries.values()) yield* referencesIn(value, problems);
  }
}

/** A member of a list or map; not what all objects of JavaScript have. */
function ownMember(value: JsonValue, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A path of the task's own stays a reference until the task runs. */
function ownPath(
  root: "input" | "output",
  { path: [name, ...rest], place }: Reference,
  { files }: Scope,
  problems: ProblemList,
): string | undefined {
  const written = `\${${[root, name, ...rest].join(".")}}`;
  if (files === undefined) {
    const advice = `Only tasks whose files have names of your own, as run/command, know them`;
    problems.add(`"${written}" cannot stand here`, place, advice);
    return undefined;
  }
  if (rest.length === 0 && files[root].includes(name)) return written;
  problems.add(
    `This task has no ${root} "${[name, ...rest].join(".")}"`,
    place,
    suggest(name, files[root]),
  );
}

/**
 * Looks up a reference to a parameter or axis; `undefined`, with a problem told now or before, if
 * there is no value.
 */
export function lookUp(
  reference: Reference,
  scope: Scope,
  problems: ProblemList,
): JsonValue | undefined {
  const { root, path: [name, ...rest], place } = reference;
  if (root === "tasks") {
    problems.add(
      `The output of task "${name}" cannot stand here`,
      place,
      "A task's output is bound to an input of another task, alone in its value",
    );
    return undefined;
  }
  if (root === "search") {
    problems.add(
      `What the search of "${name}" tried cannot stand here`,
      place,
      "It is the whole value of a parameter, such as trials of report/table",
    );
    return undefined;
  }
  if (root === "input" || root === "output") return ownPath(root, reference, scope, problems);
  const isParam = root === "params";
  const own = root === "trial" ? scope.trial : scope.matrix;
  if (!isParam && own === undefined) {
    const without = root === "trial" ? "search" : "matrix";
    problems.add(`"\${${root}.${name}}" stands in a task without a ${without}`, place);
    return undefined;
  }
  const names = isParam ? scope.params.keys() : Object.keys(own!);
  let value = isParam ? scope.params.get(name) : ownMember(own!, name);
  if (value === undefined) {
    if (isParam && scope.params.has(name)) return undefined;
    const what = isParam ? "parameter" : root === "trial" ? "value of a trial" : "matrix axis";
    problems.add(`Unknown ${what} "${name}"`, place, suggest(name, names));
    return undefined;
  }
  let walked = `${root}.${name}`;
  for (const key of rest) {
    const member = ownMember(value, key);
    if (member === undefined) {
      const keys = isJsonObject(value) ? Object.keys(value) : [];
      problems.add(`"${walked}" has no "${key}"`, place, suggest(key, keys));
      return undefined;
    }
    walked += `.${key}`;
    value = member;
  }
  return value;
}

/**
 * Fills in the references of a node. A value that is one reference takes its type; references
 * within text are written into it.
 *
 * @returns `undefined`, with a problem noted, if a reference cannot be resolved.
 */
export function resolveNode(
  node: Node,
  scope: Scope,
  problems: ProblemList,
): JsonValue | undefined {
  if (node.kind === "list") {
    const items = node.items.map((item) => resolveNode(item, scope, problems));
    return items.includes(undefined) ? undefined : items as JsonValue[];
  }
  if (node.kind === "map") {
    const members: Record<string, JsonValue> = {};
    let complete = true;
    for (const [key, { value }] of node.entries) {
      const member = resolveNode(value, scope, problems);
      if (member === undefined) complete = false;
      else members[key] = member;
    }
    return complete ? members : undefined;
  }
  if (typeof node.value !== "string" || !node.value.includes("$")) return nodeValue(node);
  const parts = parseTemplate(node, problems);
  if (parts.length === 1 && typeof parts[0] === "object") return lookUp(parts[0], scope, problems);
  let text = "";
  for (const part of parts) {
    const value = typeof part === "object" ? lookUp(part, scope, problems) : part;
    if (value === undefined) return undefined;
    text += typeof value === "string" ? value : JSON.stringify(value);
    if (text.length > MOST_LETTERS) {
      const message =
        `With its references filled in the text has more than ${MOST_LETTERS} letters`;
      problems.add(message, node.place);
      return undefined;
    }
  }
  return text;
}
