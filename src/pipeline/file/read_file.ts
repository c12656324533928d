import { dirname, relative, resolve } from "node:path";
import type { ProblemList, SourceText } from "./problem.ts";
import { UserError } from "../../support/user_error.ts";
import { asList, expectMap, expectText } from "./shape.ts";
import type { Entry, MapNode, Node } from "./yaml.ts";

/** Reads a file for {@linkcode parseYaml}, named as the user sees it from the working folder. */
export function readSource(path: string): SourceText {
  const nearby = relative(Deno.cwd(), path);
  const name = nearby.startsWith("..") ? path : nearby;
  try {
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

/** Reads a pipeline file and lays it over the files that it extends, if any. */
export async function readPipelineFile(
  path: string,
  problems: ProblemList,
  above: readonly string[] = [],
): Promise<MapNode | undefined> {
  const { parseYaml } = await import("./yaml.ts");
  const node = parseYaml(readSource(path), problems);
  const map = expectMap(node, "A pipeline file", problems);
  const bases = asList(map?.entries.get("extends")?.value);
  let base: Node | undefined;
  for (const item of bases) {
    const text = expectText(item, "extends", problems);
    if (text === undefined) continue;
    const basePath = resolve(dirname(path), text);
    if (basePath === path || above.includes(basePath)) {
      problems.add(`"${text}" extends itself`, item.place);
      continue;
    }
    try {
      const next = await readPipelineFile(basePath, problems, [...above, path]);
      if (next !== undefined) base = base === undefined ? next : merge(base, next);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.add(`Cannot extend "${text}": ${(error.cause as Error).message}`, item.place);
    }
  }
  return base === undefined || map === undefined ? map : merge(base, map) as MapNode;
}
