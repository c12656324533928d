import { canonicalJson, sha256 } from "../json.ts";
import type { JsonValue } from "../task.ts";
import type { ObjectRecord } from "./objects.ts";

/** Content of one input as it enters a key; `from` tells gathered ones apart. */
export interface InputHash {
  readonly hash: string;
  readonly from?: string;
}

/** Everything a key is made of. */
export interface KeyParts {
  /** Raised when the meaning of keys changes. */
  readonly contract: number;
  readonly kind: string;
  /** Parameters that can change the result, defaults filled in. */
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly inputs: Readonly<Record<string, InputHash | readonly InputHash[]>>;
  /** Hash of the task's module graph. */
  readonly code: string;
  /** Exact npm packages in that graph, as `name@version`. */
  readonly packages: readonly string[];
  readonly environment: Readonly<Record<string, JsonValue>>;
}

/** What a finished instance leaves for ever: what it was, what it wrote, and its reasons. */
export interface Manifest {
  readonly key: string;
  /** Readable name of the instance, as the run that made it had it. */
  readonly instance: string;
  readonly pipeline: string;
  /** Id of the run that made it. */
  readonly run: string;
  readonly parts: KeyParts;
  readonly outputs: Readonly<Record<string, ObjectRecord>>;
  /** What the task recorded: data source, versions, metrics. */
  readonly facts: Readonly<Record<string, JsonValue>>;
  /** When the task started, in ISO 8601. */
  readonly startedAt: string;
  /** How long it ran, in seconds. */
  readonly seconds: number;
  readonly host: string;
  readonly deno: string;
}

/** The key of an instance. */
export function keyOf(parts: KeyParts): string {
  return sha256(canonicalJson(parts));
}

/** Writes a manifest as text that tells whether it was changed since. */
export function formatManifest(manifest: Manifest): string {
  const body = JSON.stringify(manifest);
  return `${sha256(body)}\n${body}\n`;
}

/** Reads a manifest's text; `undefined` if it was changed or cut short. */
export function parseManifest(text: string, key: string): Manifest | undefined {
  const split = text.indexOf("\n");
  const body = text.slice(split + 1, -1);
  if (!text.endsWith("\n") || sha256(body) !== text.slice(0, split)) return undefined;
  const manifest = JSON.parse(body) as Manifest;
  return manifest.key === key ? manifest : undefined;
}
