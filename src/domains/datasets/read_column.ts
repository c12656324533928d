/** Splits one line of a CSV table; quotes as in RFC 4180, no line breaks within a field. */
function splitCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const fields = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...fields].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

/** Reads a text file, decompressing it if its name ends in `.gz`. */
export async function readText(path: string): Promise<string> {
  const file = await Deno.open(path);
  const bytes = path.endsWith(".gz")
    ? file.readable.pipeThrough(new DecompressionStream("gzip"))
    : file.readable;
  try {
    return await new Response(bytes).text();
  } catch (cause) {
    throw new Error(`Cannot read "${path}": ${(cause as Error).message}`, { cause });
  }
}

/**
 * Reads one column of a CSV table, plain or gzipped.
 *
 * @throws {Error} If the file cannot be read, the column is missing or a row is too short.
 */
export async function readColumn(path: string, column: string): Promise<string[]> {
  const [header = "", ...lines] = (await readText(path)).split(/\r?\n/);
  const names = splitCsvLine(header.replace(/^\ufeff/, ""));
  const index = names.indexOf(column);
  if (index < 0) {
    throw new Error(
      `Cannot read "${path}": it has no column "${column}", only ${
        names.map((name) => `"${name}"`).join(", ")
      }`,
    );
  }
  const values: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (line === "") continue;
    const value = splitCsvLine(line)[index];
    if (value === undefined) {
      throw new Error(`Cannot read "${path}": line ${i + 2} has no column "${column}"`);
    }
    values.push(value);
  }
  return values;
}
