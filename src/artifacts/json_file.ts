import { z } from "zod";

/** Says in one line what is wrong with a file: the first field that is, or why it is no JSON. */
export function describeMistake(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  const [{ path, message }] = error.issues;
  return path.length === 0 ? message : `field "${path.join(".")}": ${message}`;
}

/**
 * Reads a JSON file and checks its form.
 *
 * @param what What the file should be, such as `metrics`.
 * @throws {Error} If the file cannot be read or has another form, naming file and field.
 */
export async function readJson<Value>(
  path: string,
  schema: z.ZodType<Value>,
  what: string,
): Promise<Value> {
  try {
    return schema.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch (cause) {
    throw new Error(`Cannot read ${what} "${path}": ${describeMistake(cause)}`, { cause });
  }
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
