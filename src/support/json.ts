import { createHash } from "node:crypto";
import type { JsonValue } from "./json_value.ts";

/**
 * Writes a value as JSON in one way only: keys sorted by code unit, no spaces, `undefined` members
 * left out. Equal values give equal text, whatever order they were written in.
 *
 * @throws {TypeError} If the value holds something that JSON cannot, such as `NaN` or a function.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) {
    let members = "";
    // Sorted by code unit, as `sort` does by itself.
    for (const name of Object.keys(value).sort()) {
      const member = (value as Readonly<Record<string, unknown>>)[name];
      if (member === undefined) continue;
      members += `${members === "" ? "" : ","}${JSON.stringify(name)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  const shown = typeof value === "object" ? value.constructor.name : String(value);
  throw new TypeError(`Cannot write as JSON: got ${shown}`);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Orders text by code unit, the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The sha256 of a text's UTF-8 bytes, in hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Whether a value is a JSON object: neither `null` nor a list nor a scalar. */
export function isJsonObject(value: unknown): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON value that holds no others. */
export type Scalar = null | boolean | number | string;

/**
 * The single values within a JSON value, by path such as `figures.valid`; lists are left out.
 *
 * @param path Path of the value itself; nothing for the whole.
 */
export function scalarsIn(value: JsonValue | undefined, path = ""): Map<string, Scalar> {
  if (isJsonObject(value)) {
    return new Map(
      Object.entries(value).flatMap(([name, member]) => [
        ...scalarsIn(member, path === "" ? name : `${path}.${name}`),
      ]),
    );
  }
  const isNone = value === undefined || typeof value === "object" && value !== null;
  return new Map(isNone ? [] : [[path, value as Scalar]]);
}
