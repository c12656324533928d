import type { JsonValue } from "../task.ts";

/**
 * Absolute paths of two parts and more, at the beginning of a word, be it in quotes or brackets or
 * after an equals sign: `CC(/C=C/C)O` and `[nH]/C=C/C` are molecules.
 */
const ABSOLUTE =
  /(?<=^|[\s"'`=,;]|(?:^|\s)[([])(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])(?:[^\s"'`,;:()[\]/\\]+[\\/])+/g;

/** A text in which absolute paths are no more than the names of their files: `/home/me/a.csv` is `a.csv`. */
export function textWithoutFolders(text: string): string {
  return text.replace(ABSOLUTE, "");
}

/** A value all of whose texts are as {@linkcode textWithoutFolders} has them; names of members stay. */
export function withoutFolders<T>(value: T): T;
export function withoutFolders(value: JsonValue): JsonValue {
  if (typeof value === "string") return textWithoutFolders(value);
  if (Array.isArray(value)) return value.map((one) => withoutFolders(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutFolders(member)]),
  );
}
