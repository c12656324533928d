import { z } from "zod";
import { canonicalJson, sha256 } from "../../support/json.ts";
import { describeMistake } from "../../support/json_file.ts";
import type { JsonValue } from "../task.ts";
import { hashSchema, isPlainName, type ObjectRecord, objectRecordSchema } from "./object_record.ts";

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
  /** Keys of the results of which the task may have copied parts. @default {[]} */
  readonly earlier?: readonly string[];
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

// What was read as JSON holds nothing else.
const json = z.custom<JsonValue>(() => true);
const members = z.record(z.string(), json);
const inputHash = z.object({ hash: hashSchema, from: z.string().optional() });

const keyParts: z.ZodType<KeyParts> = z.object({
  contract: z.int(),
  kind: z.string(),
  params: members,
  inputs: z.record(z.string(), z.union([inputHash, z.array(inputHash)])),
  code: hashSchema,
  packages: z.array(z.string()),
  environment: members,
});

const manifestSchema: z.ZodType<Manifest> = z.object({
  key: hashSchema,
  instance: z.string(),
  pipeline: z.string(),
  run: z.string(),
  parts: keyParts,
  outputs: z.record(z.string(), objectRecordSchema),
  earlier: z.array(hashSchema).optional(),
  facts: members,
  startedAt: z.string(),
  seconds: z.number().min(0),
  host: z.string(),
  deno: z.string(),
});

/** What the text of a manifest says, or why it is not to be believed. */
export type ManifestReading =
  | { readonly manifest: Manifest; readonly fault?: undefined }
  | { readonly manifest?: undefined; readonly fault: string };

function quoteNames(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ") || "none";
}

/** What is wrong with a manifest that has the right form, if anything is. */
function contradiction(
  { key: own, parts, outputs }: Manifest,
  key: string,
  declared: Iterable<string> | undefined,
): string | undefined {
  if (own !== key) return `it says that its key is ${own}`;
  if (keyOf(parts) !== key) return "its key is not that of its parts";
  const found = Object.keys(outputs).sort();
  const wrong = found.find((name) => !isPlainName(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is no name of an output`;
  if (declared === undefined) return found.length === 0 ? "it names no outputs" : undefined;
  const wanted = [...declared].sort();
  if (found.length === wanted.length && found.every((name, i) => name === wanted[i])) return;
  return `its outputs are ${quoteNames(found)}, its task declares ${quoteNames(wanted)}`;
}

/**
 * Reads the text of a manifest, which anyone may have written: nothing in it is believed before it
 * has the right form, is of this key and has the outputs that its task declares.
 *
 * @param outputs Names that the task declares, where it is known.
 */
export function parseManifest(
  text: string,
  key: string,
  outputs?: Iterable<string>,
): ManifestReading {
  const split = text.indexOf("\n");
  const body = text.slice(split + 1, -1);
  if (!text.endsWith("\n") || sha256(body) !== text.slice(0, split)) {
    return { fault: "it was changed or cut short" };
  }
  try {
    const value = JSON.parse(body);
    const { data, error } = manifestSchema.safeParse(value);
    if (error !== undefined) return { fault: describeMistake(value, error) };
    const fault = contradiction(data, key, outputs);
    return fault === undefined ? { manifest: data } : { fault };
  } catch (error) {
    // No JSON, or nested more deeply than can be followed.
    return { fault: (error as Error).message };
  }
}
