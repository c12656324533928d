import { suggest } from "../../support/suggest.ts";
import { wordOf } from "./pattern.ts";
import type { ProblemList } from "./problem.ts";
import { describeNode, expectMap, expectText } from "./shape.ts";
import type { Entry, MapNode, Node } from "./yaml.ts";

/** Key of a task for several: the words that the `*` of its name stands for. */
const WORDS = "*";

/** Tasks of a pipeline, and values that patterns make of what they say. */
const MOST_TASKS = 10_000, MOST_VALUES = 1_000_000;

function valuesIn(node: Node): number {
  if (node.kind === "scalar") return 1;
  const inner = node.kind === "list"
    ? node.items
    : [...node.entries.values()].map(({ value }) => value);
  return inner.reduce((sum, value) => sum + valuesIn(value), 1);
}

/** A task for several, whose name has a `*`. */
interface Pattern {
  readonly name: string;
  readonly key: Entry["key"];
  readonly map: MapNode;
}

const REFERENCE = /\$(\$\{|\{([^}]*)\})/g;

/** Writes a word for `${*}` and for the `*` of `${tasks.*-samples.samples}`. */
function fillIn(text: string, word: string): string {
  return text.replace(REFERENCE, (reference, _, body: string | undefined) => {
    const name = body?.trim();
    if (name === "*") return word;
    return name?.startsWith("tasks.") ? reference.replace("*", () => word) : reference;
  });
}

function substitute(node: Node, word: string): Node {
  if (node.kind === "scalar") {
    return typeof node.value === "string" ? { ...node, value: fillIn(node.value, word) } : node;
  }
  if (node.kind === "list") {
    return { ...node, items: node.items.map((item) => substitute(item, word)) };
  }
  const entries = [...node.entries].map(([name, { key, value }]): [string, Entry] => [
    name,
    { key, value: substitute(value, word) },
  ]);
  return { ...node, entries: new Map(entries) };
}

/** `foreach` and `needs` name tasks without braces. */
function substituteName(node: Node, word: string): Node {
  if (node.kind === "list") {
    return { ...node, items: node.items.map((item) => substituteName(item, word)) };
  }
  const isText = node.kind === "scalar" && typeof node.value === "string";
  return isText ? { ...node, value: String(node.value).replace("*", () => word) } : node;
}

/** The task of one word. */
function taskFor(word: string, { map }: Pattern): MapNode {
  const entries = new Map<string, Entry>();
  for (const [name, { key, value }] of map.entries) {
    if (name === WORDS) continue;
    const isName = name === "foreach" || name === "needs";
    entries.set(name, { key, value: (isName ? substituteName : substitute)(value, word) });
  }
  return { ...map, entries };
}

/** What a task says under its own name replaces what its pattern says; of `with`, name by name. */
function layOver(base: MapNode, over: MapNode): MapNode {
  const entries = new Map([...base.entries, ...over.entries]);
  const [below, above] = [base, over].map(({ entries }) => entries.get("with"));
  if (below?.value.kind === "map" && above?.value.kind === "map") {
    const joined = new Map([...below.value.entries, ...above.value.entries]);
    entries.set("with", { ...above, value: { ...above.value, entries: joined } });
  }
  return { ...over, entries };
}

/** The task of one word, with what stands under its own name laid over. */
function entryFor(
  word: string,
  pattern: Pattern,
  name: string,
  over: Entry | undefined,
  problems: ProblemList,
): Entry {
  const value = taskFor(word, pattern);
  const map = expectMap(over?.value, `Task "${name}"`, problems);
  if (over === undefined || map === undefined) return { key: pattern.key, value };
  return { key: over.key, value: layOver(value, map) };
}

function readWords(list: Node, problems: ProblemList): string[] {
  if (list.kind !== "list") {
    problems.add(`"*" must be a list of words: got ${describeNode(list)}`, list.place);
    return [];
  }
  if (list.items.length === 0) problems.add('"*" stands for no word', list.place);
  const words: string[] = [];
  for (const item of list.items) {
    const word = expectText(item, "A word that * stands for", problems);
    if (word === undefined) continue;
    if (words.includes(word)) problems.add(`"*" stands for "${word}" twice`, item.place);
    else words.push(word);
  }
  return words;
}

/** The words of a pattern that takes them from the tasks that it runs for. */
function wordsOfForeach(
  { name, key, map }: Pattern,
  names: Iterable<string>,
  problems: ProblemList,
): string[] {
  const foreach = map.entries.get("foreach")?.value;
  const over = foreach?.kind === "scalar" ? String(foreach.value) : "";
  if (foreach === undefined || !over.includes("*")) {
    problems.add(
      `Task "${name}" does not say what * stands for`,
      key,
      'Add "*": [WORD, …], or foreach: "*-NAME" to run for all tasks of such a name',
    );
    return [];
  }
  const words = [...names].flatMap((other) => wordOf(over, other) ?? []);
  if (words.length === 0) {
    problems.add(`No task has a name like "${over}"`, foreach.place, suggest(over, names));
  }
  return words;
}

/** A task whose name has no `*` runs for one other. */
function checkOne(name: string, task: Node, problems: ProblemList): void {
  const foreach = task.kind === "map" ? task.entries.get("foreach")?.value : undefined;
  if (foreach?.kind !== "scalar" || !String(foreach.value).includes("*")) return;
  const advice = `Name the task such as "*-${name}", and it is one for each`;
  problems.add(`Task "${name}" is one, but foreach means several tasks`, foreach.place, advice);
}

/** The words of every pattern, by its name. */
function wordsOf(
  patterns: ReadonlyMap<string, Pattern>,
  own: Iterable<string>,
  problems: ProblemList,
): Map<string, readonly string[]> {
  const words = new Map<string, readonly string[]>(), names = new Set<string>();
  const note = (name: string, found: readonly string[]) => {
    const { key, map } = patterns.get(name)!;
    if (found.length * valuesIn(map) > MOST_VALUES || names.size + found.length > MOST_TASKS) {
      problems.add(`Task "${name}" is ${found.length} tasks: more than can be written out`, key);
      problems.throwIfFound();
    }
    words.set(name, found);
    for (const word of found) names.add(name.replace("*", () => word));
  };
  for (const name of own) {
    const list = patterns.get(name)?.map.entries.get(WORDS)?.value;
    if (list !== undefined) note(name, readWords(list, problems));
    else if (!name.includes("*")) names.add(name);
  }
  for (const [name, pattern] of patterns) {
    if (!words.has(name)) note(name, wordsOfForeach(pattern, names, problems));
  }
  return words;
}

/**
 * Writes out the tasks for several of a pipeline file, such as `"*-samples"`: one task for each
 * word that `*` stands for, with what the file says under that task's own name laid over it.
 */
export function expandPatterns(file: MapNode, problems: ProblemList): MapNode {
  const tasks = file.entries.get("tasks");
  if (tasks?.value.kind !== "map") return file;
  const own = tasks.value.entries;
  const patterns = new Map<string, Pattern>();
  for (const [name, { key, value }] of own) {
    if (!name.includes("*")) checkOne(name, value, problems);
    else if (name.split("*").length > 2) {
      problems.add(`The name "${name}" has more than one *`, key);
    } else {
      const map = expectMap(value, `Task "${name}"`, problems);
      if (map !== undefined) patterns.set(name, { name, key, map });
      else if (value.kind === "scalar" && value.value === null) {
        problems.add(`Task "${name}" is empty`, key, "Say what it runs: uses: KIND");
      }
    }
  }
  const words = wordsOf(patterns, own.keys(), problems);
  const namesOf = ({ name }: Pattern) =>
    (words.get(name) ?? []).map((word) => [name.replace("*", () => word), word] as const);
  const made = new Set([...patterns.values()].flatMap(namesOf).map(([name]) => name));
  const written = new Map<string, Entry>();
  for (const [name, entry] of own) {
    const pattern = patterns.get(name);
    if (pattern === undefined) {
      if (!name.includes("*") && !made.has(name)) written.set(name, entry);
      continue;
    }
    for (const [task, word] of namesOf(pattern)) {
      if (written.has(task)) problems.add(`"${name}" makes the task "${task}" again`, entry.key);
      written.set(task, entryFor(word, pattern, task, own.get(task), problems));
    }
  }
  const entries = new Map(file.entries);
  entries.set("tasks", { ...tasks, value: { ...tasks.value, entries: written } });
  return { ...file, entries };
}
