import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { isJsonObject } from "../../support/json.ts";
import type { JsonValue } from "../task.ts";
import { namesIn, readText, remove } from "../../support/files.ts";
import { isPlainName } from "./object_record.ts";
import type { Store } from "./store.ts";

/** What a run says of itself as it begins. */
export interface JournalHead {
  /** Id of the run. */
  readonly run: string;
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** Name of the machine, with a mark of its own. */
  readonly host: string;
  /** Id of the process. */
  readonly pid: number;
  /** Tells apart runs that were asked for something else. */
  readonly request: string;
}

const headSchema: z.ZodType<JournalHead> = z.object({
  run: z.string().refine(isPlainName),
  pipeline: z.string(),
  folder: z.string().refine(isAbsolute),
  host: z.string(),
  pid: z.int().min(1),
  request: z.string(),
});

/** A journal as it was left: by a run that ended, was killed, or goes on still. */
export interface JournalRecord extends JournalHead {
  /** Path of the journal. */
  readonly path: string;
  /** How the run ended, if it did. */
  readonly status?: string;
  /** Keys that the run looked for. */
  readonly keys: ReadonlySet<string>;
}

function journalsFolder(store: Store): string {
  return join(store.path, "runs");
}

/** Path of the journal of a run. */
export function journalPath(store: Store, run: string): string {
  return join(journalsFolder(store), `${run}.jsonl`);
}

/**
 * Notes in the store which keys a run wants, as it goes, so that `gc` knows them even of a run that
 * was killed and of one whose folder it cannot see.
 */
export class Journal {
  #file: Deno.FsFile | undefined;

  constructor(store: Store, head: JournalHead, keys: Iterable<string>) {
    try {
      Deno.mkdirSync(journalsFolder(store), { recursive: true });
      this.#file = Deno.openSync(journalPath(store, head.run), { append: true, create: true });
    } catch {
      // Into a store that cannot be written no result goes either.
      return;
    }
    this.#write([head as unknown as JsonValue, ...keys]);
  }

  #write(values: readonly JsonValue[]): void {
    const file = this.#file;
    if (file === undefined) return;
    const text = values.map((value) => `${JSON.stringify(value)}\n`).join("");
    const bytes = new TextEncoder().encode(text);
    try {
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    } catch {
      this.#close();
    }
  }

  #close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  /** Notes a key that the run looks for. */
  want(key: string): void {
    this.#write([key]);
  }

  /** Notes how the run ended. */
  end(status: string): void {
    this.#write([{ status }]);
    this.#close();
  }
}

function parseLine(line: string): JsonValue | undefined {
  try {
    return JSON.parse(line) as JsonValue;
  } catch {
    // The last line of a run that was killed in the middle of it.
    return undefined;
  }
}

function readJournal(path: string): JournalRecord | undefined {
  const [head, ...lines] = (readText(path) ?? "").split("\n").map(parseLine);
  const { data } = headSchema.safeParse(head);
  if (data === undefined) return undefined;
  const keys = new Set<string>();
  let status: string | undefined;
  for (const line of lines) {
    if (typeof line === "string") keys.add(line);
    else if (isJsonObject(line)) status = String(line.status);
  }
  return { ...data, path, status, keys };
}

/** The journals of a store, the oldest first. */
export function readJournals(store: Store): JournalRecord[] {
  const folder = journalsFolder(store);
  return namesIn(folder).flatMap((name) => readJournal(join(folder, name)) ?? []);
}

/** Forgets what a run wanted. */
export function removeJournal(store: Store, run: string): void {
  remove(journalPath(store, run));
}
