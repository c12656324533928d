import type { z } from "zod";
import type { Place, ProblemList } from "./problem.ts";
import { isJsonObject } from "../../support/json.ts";
import { suggest } from "../../support/suggest.ts";
import type { JsonValue, TaskDefinition } from "../task.ts";
import type { Entry, Node } from "./yaml.ts";

/** The contract names only what it needs of zod, so that it stays readable without it. */
export function zodSchema({ params }: TaskDefinition): z.ZodObject {
  return params as z.ZodObject;
}

/** Where the value stands that an issue of a schema is about, or the nearest one around it. */
export function issuePlace(
  path: readonly PropertyKey[],
  entries: ReadonlyMap<string, Entry>,
): Place | undefined {
  let entry = entries.get(String(path[0]));
  let node: Node | undefined = entry?.value;
  let place = node?.place;
  for (const key of path.slice(1)) {
    if (node?.kind === "list") node = node.items[Number(key)];
    else if (node?.kind === "map") node = (entry = node.entries.get(String(key)))?.value;
    else break;
    place = node?.place ?? place;
  }
  return place;
}

/** Where a key stands within the map at a path. */
export function keyPlace(
  path: readonly PropertyKey[],
  key: string,
  entries: ReadonlyMap<string, Entry>,
): Place | undefined {
  let map: ReadonlyMap<string, Entry> | undefined = entries;
  for (const step of path) {
    const node: Node | undefined = map?.get(String(step))?.value;
    map = node?.kind === "map" ? node.entries : undefined;
  }
  return map?.get(key)?.key;
}

function valueAt(path: readonly PropertyKey[], params: JsonValue): JsonValue | undefined {
  let value: JsonValue | undefined = params;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isJsonObject(value)) value = value[String(key)];
    else return undefined;
  }
  return value;
}

/** Names that a schema knows at a path, so that a misspelt one can be mended. */
export function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  type Inner = { shape?: Record<string, unknown>; def?: { innerType?: unknown } };
  let current = schema as Inner | undefined;
  const unwrap = (inner: Inner | undefined): Inner | undefined =>
    inner?.shape === undefined && inner?.def?.innerType !== undefined
      ? unwrap(inner.def.innerType as Inner)
      : inner;
  for (const key of path) current = unwrap(current)?.shape?.[String(key)] as Inner | undefined;
  return Object.keys(unwrap(current)?.shape ?? {});
}

/** What an issue of a schema says, and the value that it is about. */
export function saidOf({ message, path }: z.core.$ZodIssue, values: JsonValue): string {
  const said = message.replace(/^Invalid input: /, "").replace(/, received .*$/, "");
  return `${said}: got ${JSON.stringify(valueAt(path, values))}`;
}

/** What a problem with a task's parameters says about where they come from. */
export interface CheckedTask {
  /** Name of the instance, for messages. */
  readonly name: string;
  /** Where the task is named. */
  readonly place: Place;
  /** The `with` of the task. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly definition: TaskDefinition;
}

/** Checks parameters against the task's schema; what is wrong is told where it was written. */
export function checkParams(
  params: Readonly<Record<string, JsonValue>>,
  { name, place, entries, definition }: CheckedTask,
  problems: ProblemList,
): Record<string, unknown> | undefined {
  const schema = zodSchema(definition);
  let known = true;
  for (const key of Object.keys(params)) {
    if (key in schema.shape) continue;
    known = false;
    const renamed = definition.renamed?.[key];
    if (renamed !== undefined) {
      const at = entries.get(key)?.key;
      problems.add(`Parameter "${key}" of "${definition.kind}" is now "${renamed}"`, at);
      continue;
    }
    const names = [...Object.keys(schema.shape), ...Object.keys(definition.inputs)];
    problems.add(
      `Task "${definition.kind}" has no parameter "${key}"`,
      entries.get(key)?.key,
      suggest(key, names),
    );
  }
  const result = schema.safeParse(params);
  if (result.success) return known ? result.data as Record<string, unknown> : undefined;
  for (const issue of result.error.issues) {
    addIssue(issue);
  }
  return undefined;

  function addIssue(issue: z.core.$ZodIssue): void {
    const label = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      if (issue.path.length === 0) return;
      for (const key of issue.keys) {
        const advice = suggest(key, knownKeys(schema, issue.path));
        const at = keyPlace(issue.path, key, entries) ?? issuePlace(issue.path, entries) ?? place;
        problems.add(`"${label}" has no "${key}"`, at, advice);
      }
      return;
    }
    const value = valueAt(issue.path, params);
    const at = issuePlace(issue.path, entries) ?? place;
    if (value === undefined && issue.code === "invalid_type") {
      const description = (schema.shape[label] as z.ZodType | undefined)?.description;
      problems.add(`Task "${name}" needs the parameter "${label}"`, at, description);
      return;
    }
    const choices = issue.code === "invalid_value" ? issue.values.map(String) : undefined;
    problems.add(
      `Parameter "${label}" of "${definition.kind}" is wrong: ${saidOf(issue, params)}`,
      at,
      choices === undefined ? undefined : suggest(String(value), choices),
    );
  }
}

/** Parameters that were checked before, defaults filled in. */
export function checkParsed(
  definition: TaskDefinition,
  values: Readonly<Record<string, JsonValue>>,
): Record<string, unknown> {
  return zodSchema(definition).parse(values) as Record<string, unknown>;
}
