import { canonicalJson, sha256 } from "../../support/json.ts";
import type { JsonValue } from "../task.ts";
import type { ObjectRecord } from "./objects.ts";

/** Content of one input as it enters a key; `from` tells gathered ones apart. */
export interface InputHash {
  /** Hash of the content. */
  readonly hash: string;
  /** Name of the instance that wrote it. */
  readonly from?: string;
}

/** Everything a key is made of. */
export interface KeyParts {
  /** Raised when the meaning of keys changes. */
  readonly contract: number;
  /** Kind of the task. */
  readonly kind: string;
  /** Parameters that can change the result, defaults filled in. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Content of each input; a list for one that gathers. */
  readonly inputs: Readonly<Record<string, InputHash | readonly InputHash[]>>;
  /** Hash of the task's module graph. */
  readonly code: string;
  /** Exact npm packages in that graph, as `name@version`. */
  readonly packages: readonly string[];
  /** What the task declared of the machine. */
  readonly environment: Readonly<Record<string, JsonValue>>;
}

/** What a finished instance leaves for ever: what it was, what it wrote, and its reasons. */
export interface Manifest {
  /** The key, which the file is named after. */
  readonly key: string;
  /** Readable name of the instance, as the run that made it had it. */
  readonly instance: string;
  /** Name of the pipeline that made it. */
  readonly pipeline: string;
  /** Id of the run that made it. */
  readonly run: string;
  /** What the key is made of. */
  readonly parts: KeyParts;
  /** What each output holds. */
  readonly outputs: Readonly<Record<string, ObjectRecord>>;
  /** What the task recorded: data source, versions, metrics. */
  readonly facts: Readonly<Record<string, JsonValue>>;
  /** When the task started, in ISO 8601. */
  readonly startedAt: string;
  /** How long it ran, in seconds. */
  readonly seconds: number;
  /** Name of the machine. */
  readonly host: string;
  /** Version of Deno. */
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
