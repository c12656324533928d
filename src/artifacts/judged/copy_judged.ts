import { basename, join } from "node:path";
import { cellFiles } from "../cell_files.ts";

/** A file, and what an earlier run wrote of it. */
export interface JudgedFile {
  readonly input: string;
  readonly output: string;
}

/**
 * The files of a folder with what was written of each under its name into another; of a single file
 * none, as there is nothing else to judge beside it.
 */
export async function judgedFiles(input: string, output: string): Promise<JudgedFile[]> {
  const files = await cellFiles(input);
  if (files.includes(input)) return [];
  return files.map((file) => ({ input: file, output: join(output, basename(file)) }));
}

/** Whether two files have the same bytes. */
async function areEqual(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([Deno.readFile(a), Deno.readFile(b)]);
  return first.length === second.length && first.every((byte, i) => byte === second[i]);
}

/**
 * Lets what judges files copy what is there already: of a file with the same bytes that was judged
 * into one of the same name.
 *
 * @param judged What earlier runs judged in the same way.
 * @param make Reads one file and writes another.
 * @param read Reads what `make` wrote.
 */
export function copyJudged<Result>(
  judged: readonly JudgedFile[],
  make: (input: string, output: string) => Promise<Result>,
  read: (output: string) => Promise<Result>,
): (input: string, output: string) => Promise<Result> {
  const known = Map.groupBy(judged, ({ output }) => basename(output));
  return async (input, output) => {
    for (const one of known.get(basename(output)) ?? []) {
      if (!await areEqual(one.input, input)) continue;
      // To copy the file would make it read-only, as what is stored.
      await Deno.writeFile(output, await Deno.readFile(one.output));
      return await read(output);
    }
    return await make(input, output);
  };
}
