import type { ProblemList, SourceText } from "./problem.ts";
import { suggest } from "../../support/suggest.ts";
import { checkName } from "./shape.ts";
import { type Entry, type MapNode, type Node, nodeOf } from "./yaml.ts";

/** A pipeline file with the settings of its tasks applied, and those of its parameters. */
export interface AppliedSettings {
  readonly file: MapNode;
  readonly params: MapNode;
}

function entriesOf(node: Node | undefined): ReadonlyMap<string, Entry> {
  return node?.kind === "map" ? node.entries : new Map();
}

function member(node: Node | undefined, name: string): Node | undefined {
  return entriesOf(node).get(name)?.value;
}

type Path = readonly [string, ...string[]];

function isPath(names: readonly string[]): names is Path {
  return names.length > 0;
}

/** The same map with one value set at a path; maps on the way are made where there are none. */
function withValue(node: Node | undefined, [name, ...rest]: Path, value: Node): MapNode {
  const place = node?.place ?? value.place;
  const entries = new Map(entriesOf(node));
  const key = entries.get(name)?.key ?? value.place;
  const set = isPath(rest) ? withValue(entries.get(name)?.value, rest, value) : value;
  entries.set(name, { key, value: set });
  return { kind: "map", place, entries };
}

/** Applies `path=value` settings of the command line to a pipeline file. */
export async function applySettings(
  file: MapNode,
  settings: readonly string[],
  problems: ProblemList,
): Promise<AppliedSettings> {
  const { parseYaml } = await import("./parse_yaml.ts");
  const params = member(file, "params"), tasks = member(file, "tasks");
  const paramNames = [...entriesOf(params).keys()], taskNames = [...entriesOf(tasks).keys()];
  const whole = { source: { name: "--set", text: "" }, start: 0, end: 0 };
  let values = nodeOf({}, whole) as MapNode;
  let changed = file;
  for (const setting of settings) {
    const source: SourceText = { name: `--set ${setting}`, text: setting };
    const place = { source, start: 0, end: setting.length };
    const split = setting.indexOf("=");
    if (split < 1) {
      problems.add(`Cannot read the setting "${setting}"`, place, "Write --set path=value");
      continue;
    }
    const [first, ...rest] = setting.slice(0, split).trim().split(".") as [string, ...string[]];
    const before = problems.count;
    for (const name of rest) checkName(name, place, problems);
    const parsed = parseYaml({ ...source, text: setting.slice(split + 1) }, problems);
    if (problems.count > before) continue;
    const value = { ...parsed, place };
    if (paramNames.includes(first) && rest.length === 0) {
      values = withValue(values, [first], value);
    } else if (taskNames.includes(first) && rest.length > 0) {
      changed = withValue(changed, ["tasks", first, "with", ...rest], value);
    } else {
      const known = [...paramNames, ...taskNames.map((name) => `${name}.PARAMETER`)];
      const name = [first, ...rest].join(".");
      problems.add(`There is no parameter "${name}" to set`, place, suggest(name, known));
    }
  }
  return { file: changed, params: values };
}
