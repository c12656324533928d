import { canonicalJson, isJsonObject } from "../../support/json.ts";
import type { InputHash, KeyParts, Manifest } from "../store/manifest.ts";
import type { Store } from "../store/store.ts";
import type { JsonValue } from "../task.ts";

/** One part of a key that differs from an earlier one. */
export interface Difference {
  /** Such as `params.gamma`, `inputs.samples`, `code` or `packages.zod`. */
  readonly part: string;
  /** What it was. */
  readonly before?: JsonValue;
  /** What it is. */
  readonly after?: JsonValue;
}

function differing(
  part: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): Difference[] {
  if (
    before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)
  ) {
    return [];
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differing(`${part}.${name}`, before[name], after[name]));
  }
  return before === after ? [] : [{ part, before, after }];
}

function inputHashes(inputs: KeyParts["inputs"]): Record<string, JsonValue> {
  const short = ({ hash }: InputHash) => hash.slice(0, 12);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      if (!Array.isArray(input)) return [name, short(input as InputHash)];
      const all = input as readonly InputHash[];
      return [name, Object.fromEntries(all.map((one) => [one.from!, short(one)]))];
    }),
  );
}

function versions(packages: readonly string[]): Record<string, JsonValue> {
  const all: Record<string, string> = {};
  for (const id of packages) {
    const at = id.indexOf("@", 1);
    const [name, version] = at === -1 ? [id, ""] : [id.slice(0, at), id.slice(at + 1)];
    all[name] = all[name] === undefined ? version : `${all[name]} ${version}`;
  }
  return all;
}

function codeDifferences(store: Store, before: string, after: string): Difference[] {
  if (before === after) return [];
  const [old, now] = [store.readGraph(before), store.readGraph(after)];
  if (old === undefined || now === undefined) return [{ part: "code", before, after }];
  const short = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, hash]) => [path, hash.slice(0, 12)]));
  return differing("code", short(old), short(now)).map((difference) => ({
    ...difference,
    part: difference.part.replace("code.", "code of "),
  }));
}

/** What makes one key differ from another. */
export function differences(store: Store, before: KeyParts, after: KeyParts): Difference[] {
  return [
    ...differing("kind", before.kind, after.kind),
    ...differing("params", before.params, after.params),
    ...differing("inputs", inputHashes(before.inputs), inputHashes(after.inputs)),
    ...codeDifferences(store, before.code, after.code),
    ...differing("packages", versions(before.packages), versions(after.packages)),
    ...differing("environment", before.environment, after.environment),
    ...differing("contract", before.contract, after.contract),
  ];
}

/** Writes a difference as a line: `params.gamma: 1 → 2`. */
export function formatDifference({ part, before, after }: Difference): string {
  const show = (value: JsonValue | undefined) =>
    value === undefined ? "nothing" : JSON.stringify(value);
  return `${part}: ${show(before)} → ${show(after)}`;
}

/** The stored manifest that is nearest to a key, and what differs. */
export interface Nearest {
  readonly manifest: Manifest;
  readonly differences: readonly Difference[];
}

/** Finds, among stored manifests of the same kind, the one that differs in least. */
export function nearest(
  store: Store,
  parts: KeyParts,
  instance: string,
  manifests: Iterable<Manifest>,
): Nearest | undefined {
  let best: Nearest | undefined;
  const rank = ({ manifest, differences }: Nearest) =>
    differences.length - (manifest.instance === instance ? 0.5 : 0);
  for (const manifest of manifests) {
    if (manifest.parts.kind !== parts.kind) continue;
    const candidate = { manifest, differences: differences(store, manifest.parts, parts) };
    const [mine, its] = [rank(candidate), best === undefined ? Infinity : rank(best)];
    const isNewer = mine === its && manifest.startedAt > best!.manifest.startedAt;
    if (mine < its || isNewer) best = candidate;
  }
  return best;
}
