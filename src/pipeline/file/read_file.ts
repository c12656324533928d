import { dirname, relative, resolve } from "node:path";
import { suggest } from "../../support/suggest.ts";
import { PipelineError, type ProblemList, type SourceText } from "./problem.ts";
import { UserError } from "../../support/user_error.ts";
import { asList, expectMap, expectText } from "./shape.ts";
import type { Entry, MapNode, Node } from "./yaml.ts";

/** Bytes of a file that people write. */
const LARGEST = 2 ** 20;

/** Files that one pipeline may be laid over. */
const MOST_FILES = 100;

/**
 * Reads a file for {@linkcode parseYaml}, named as the user sees it from the working folder.
 *
 * @throws {UserError} If it cannot be read, is no file, or is larger than anyone writes.
 */
export function readSource(path: string): SourceText {
  const nearby = relative(Deno.cwd(), path);
  const name = nearby.startsWith("..") ? path : nearby;
  try {
    const { isFile, size } = Deno.statSync(path);
    if (!isFile) throw new Error("it is no file");
    if (size > LARGEST) throw new Error(`it has ${size} bytes, and may have ${LARGEST}`);
    return { name, path, text: Deno.readTextFileSync(path) };
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(`Cannot read pipeline file "${name}": ${message}`, { cause });
  }
}

/** A short-form parameter over a declared one changes its default and keeps its type. */
function mergeParam(base: Node, over: Node): Node {
  if (over.kind === "map" || base.kind !== "map") {
    return over.kind === "map" ? merge(base, over) : over;
  }
  const value = { key: over.place, value: over };
  return { ...base, entries: new Map([...base.entries, ["default", value]]) };
}

/** A value for a parameter that no file below declares is a slip, unless it declares one. */
function checkDeclared(base: Node | undefined, { entries }: MapNode, problems: ProblemList): void {
  const known = base?.kind === "map" ? base.entries : new Map<string, Entry>();
  for (const [name, { key, value }] of entries) {
    if (known.has(name) || value.kind === "map") continue;
    const advice = `${suggest(name, known.keys())}; a new one is written ${name}: { default: … }`;
    problems.add(`There is no parameter "${name}" to give a value`, key, advice);
  }
}

/** Lays one node over another: maps join key by key, `null` removes, all else replaces. */
function merge(base: Node, over: Node, path: readonly string[] = []): Node {
  if (path.length === 2 && path[0] === "params") return mergeParam(base, over);
  if (base.kind !== "map" || over.kind !== "map") return over;
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const known = entries.get(key);
    const isNull = entry.value.kind === "scalar" && entry.value.value === null;
    if (known !== undefined && isNull) entries.delete(key);
    else if (known === undefined) entries.set(key, entry);
    else entries.set(key, { ...entry, value: merge(known.value, entry.value, [...path, key]) });
  }
  return { ...over, entries };
}

/** Reads files, each once, and lays them over those that they extend. */
class Reader {
  readonly #problems: ProblemList;
  /** By path; `undefined` for one that holds no map. */
  readonly #read = new Map<string, MapNode | undefined>();

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  async read(path: string, above: readonly string[]): Promise<MapNode | undefined> {
    if (this.#read.has(path)) return this.#read.get(path);
    const { parseYaml } = await import("./parse_yaml.ts");
    const before = this.#problems.told;
    const node = parseYaml(readSource(path), this.#problems);
    const isRead = this.#problems.told === before;
    const map = isRead ? expectMap(node, "A pipeline file", this.#problems) : undefined;
    if (map === undefined && this.#problems.told === before) {
      this.#problems.add("The pipeline file is empty", node.place, "Write tasks:");
    }
    const laid = map === undefined ? undefined : await this.#layOver(map, path, above);
    this.#read.set(path, laid);
    return laid;
  }

  /** Lays a file over those that it extends. */
  async #layOver(map: MapNode, path: string, above: readonly string[]): Promise<MapNode> {
    let base: Node | undefined;
    for (const item of asList(map.entries.get("extends")?.value)) {
      const text = expectText(item, "extends", this.#problems);
      if (text === undefined) continue;
      const basePath = resolve(dirname(path), text);
      if (basePath === path || above.includes(basePath)) {
        this.#problems.add(`"${text}" extends itself`, item.place);
        continue;
      }
      if (this.#read.size + above.length >= MOST_FILES) {
        this.#problems.add(`The pipeline extends more than ${MOST_FILES} files`, item.place);
        break;
      }
      try {
        const next = await this.read(basePath, [...above, path]);
        if (next !== undefined) base = base === undefined ? next : merge(base, next);
      } catch (error) {
        if (!(error instanceof UserError) || error instanceof PipelineError) throw error;
        const { message } = error.cause as Error;
        this.#problems.add(`Cannot extend "${text}": ${message}`, item.place);
      }
    }
    if (base?.kind !== "map") return map;
    const params = map.entries.get("params")?.value;
    if (params?.kind === "map") {
      checkDeclared(base.entries.get("params")?.value, params, this.#problems);
    }
    return merge(base, map) as MapNode;
  }
}

/** Reads a pipeline file and lays it over the files that it extends, if any; each is read once. */
export function readPipelineFile(
  path: string,
  problems: ProblemList,
): Promise<MapNode | undefined> {
  return new Reader(problems).read(path, []);
}
