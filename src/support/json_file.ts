import { z } from "zod";
import { UserError } from "./user_error.ts";

/** Says in one line what is wrong with a file: the first field that is, or why it is no JSON. */
function describeMistake(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  const [issue] = error.issues;
  if (issue === undefined) return error.message;
  const { path, message } = issue;
  return path.length === 0 ? message : `field "${path.join(".")}": ${message}`;
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
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(`Cannot read ${what} "${path}": ${describeMistake(cause)}`, { cause });
  }
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
