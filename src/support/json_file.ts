import type { z } from "zod";
import { UserError } from "./user_error.ts";

/** Most characters of a value that an error shows. */
const SHOWN = 60;

/** Says in one line what is wrong with a value: the first field that is, and what it holds. */
export function describeMistake(value: unknown, { issues: [issue], message }: z.ZodError): string {
  if (issue === undefined) return message;
  let at: unknown = value;
  for (const name of issue.path) at = (at as Record<PropertyKey, unknown> | undefined)?.[name];
  const text = JSON.stringify(at) ?? "nothing";
  const shown = text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
  const field = issue.path.length === 0 ? "" : `field "${issue.path.join(".")}": `;
  return `${field}${issue.message}: got ${shown}`;
}

/**
 * Takes the text of a JSON file for what it should be.
 *
 * @param path Of the file, for the error.
 * @param what What the file should be, such as `metrics`.
 * @throws {UserError} If it has another form, naming file and field.
 */
export function parseJson<Value>(
  text: string,
  { path, schema, what }: {
    readonly path: string;
    readonly schema: z.ZodType<Value>;
    readonly what: string;
  },
): Value {
  const fail = (reason: string, cause: unknown): never => {
    throw new UserError(`Cannot read ${what} "${path}": ${reason}`, { cause });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return fail((cause as Error).message, cause);
  }
  const { data, error } = schema.safeParse(value);
  return error === undefined ? data : fail(describeMistake(value, error), error);
}

/**
 * Reads a JSON file and checks its form.
 *
 * @param what What the file should be, such as `metrics`.
 * @throws {UserError} If the file cannot be read or has another form, naming file and field.
 */
export async function readJson<Value>(
  path: string,
  schema: z.ZodType<Value>,
  what: string,
): Promise<Value> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    throw new UserError(`Cannot read ${what} "${path}": ${(cause as Error).message}`, { cause });
  }
  return parseJson(text, { path, schema, what });
}

/**
 * Writes a JSON file: in one piece, so that a reader never sees a part of it.
 *
 * @param options `indent`: spaces a level, all in one line by default.
 */
export async function writeJson(
  path: string,
  value: unknown,
  { indent }: { readonly indent?: number } = {},
): Promise<void> {
  await Deno.writeTextFile(`${path}.tmp`, JSON.stringify(value, null, indent) + "\n");
  await Deno.rename(`${path}.tmp`, path);
}
