import type { Place, ProblemList } from "./problem.ts";
import { expectMap } from "./shape.ts";
import type { Entry, Node } from "./yaml.ts";

/** What tasks of some kinds are given where they do not say it themselves. */
export interface Defaults {
  /** A kind of task, or a form of kinds such as `train/*`. */
  readonly kinds: string;
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** Reads the `defaults` of a pipeline file. */
export function parseDefaults(node: Node | undefined, problems: ProblemList): Defaults[] {
  const map = expectMap(node, "defaults", problems);
  return [...map?.entries ?? []].map(([kinds, { key: place, value }]) => {
    const entries = expectMap(value, `The defaults of "${kinds}"`, problems)?.entries;
    return { kinds, place, entries: entries ?? new Map() };
  });
}
