import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../support/json.ts";

/** A file in the store. */
export interface FileRecord {
  /** Tells files from folders. */
  readonly kind: "file";
  /** sha256 of the bytes. */
  readonly hash: string;
  /** Size in bytes; of all files together for a folder. */
  readonly bytes: number;
}

/** A folder in the store. */
export interface FolderRecord {
  /** Tells files from folders. */
  readonly kind: "folder";
  /** sha512/256 over the names and hashes of all files. */
  readonly hash: string;
  /** Size in bytes; of all files together for a folder. */
  readonly bytes: number;
  /** sha256 and size of each file, by path; an empty folder is a path with `/` after. */
  readonly files: Readonly<Record<string, readonly [hash: string, bytes: number]>>;
}

/** What a task wrote, by content. */
export type ObjectRecord = FileRecord | FolderRecord;

/**
 * The hash of a folder. Another function than that of files, so that no file can be made whose bytes
 * have the hash of a folder.
 */
export function folderHash(files: FolderRecord["files"]): string {
  return createHash("sha512-256").update(`folder\n${canonicalJson(files)}`).digest("hex");
}

/** Schema of a hash or a key, which are names of files: 64 hexadecimal digits. */
export const hashSchema: z.ZodType<string> = z.string().regex(
  /^[0-9a-f]{64}$/,
  "must be 64 hexadecimal digits",
);

/** Whether a text is a hash or a key. */
export function isHash(text: string): boolean {
  return hashSchema.safeParse(text).success;
}

/** Whether a text is one name, as a file in a folder has. */
export function isPlainName(text: string): boolean {
  return text !== "" && text !== "." && text !== ".." && !/[/\\\0]/.test(text);
}

/** Whether a text is a path that leads into a folder and stays there; `/` separates its names. */
export function isInnerPath(text: string): boolean {
  return text.split("/").every(isPlainName);
}

const size = z.int().min(0);

const fileSchema = z.object({ kind: z.literal("file"), hash: hashSchema, bytes: size });

const folderSchema = z.object({
  kind: z.literal("folder"),
  hash: hashSchema,
  bytes: size,
  files: z.record(z.string(), z.tuple([z.string(), size])),
});

/** What is wrong with the files of a folder, if anything is. */
function problemOf({ hash, bytes, files }: z.infer<typeof folderSchema>): string | undefined {
  const folders = new Set<string>();
  for (const [name, [file, length]] of Object.entries(files)) {
    const isFolder = name.endsWith("/");
    if (!isInnerPath(isFolder ? name.slice(0, -1) : name)) {
      return `${JSON.stringify(name)} is no path within the folder`;
    }
    if (isFolder ? file !== "" || length !== 0 : !isHash(file)) {
      return `${JSON.stringify(name)} has no hash`;
    }
    for (let at = name.indexOf("/"); at !== -1; at = name.indexOf("/", at + 1)) {
      if (at < name.length - 1) folders.add(name.slice(0, at));
    }
  }
  for (const name of folders) {
    if (Object.hasOwn(files, name) || Object.hasOwn(files, `${name}/`)) {
      return `${JSON.stringify(name)} is there twice`;
    }
  }
  const sum = Object.values(files).reduce((total, [, length]) => total + length, 0);
  if (sum !== bytes) return `its files have ${sum} bytes together, not ${bytes}`;
  if (folderHash(files) !== hash) return "its hash is not that of its files";
}

/** Schema of a record that anyone may have written. */
export const objectRecordSchema: z.ZodType<ObjectRecord> = z.discriminatedUnion("kind", [
  fileSchema,
  folderSchema.check(({ value, issues }) => {
    const message = problemOf(value);
    if (message !== undefined) issues.push({ code: "custom", message, input: value });
  }),
]);
