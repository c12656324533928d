import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** A value as a table of text would have it; nothing for what is missing. */
function textOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

/**
 * Reads columns of a Parquet file as text, a group of rows at a time.
 *
 * @returns The values of each column, in the order asked for.
 * @throws {Error} If the file cannot be read or is none, or a column is missing.
 */
export async function readParquet(path: string, columns: readonly string[]): Promise<string[][]> {
  const values = columns.map((): string[] => []);
  try {
    const file = await asyncBufferFromFile(path), metadata = await parquetMetadataAsync(file);
    const names = metadata.schema.slice(1).map(({ name }) => name);
    for (const column of columns) {
      if (names.includes(column)) continue;
      throw new Error(
        `it has no column "${column}", only ${names.map((name) => `"${name}"`).join(", ")}`,
      );
    }
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const rows = await parquetReadObjects({
        ...{ file, metadata, compressors, rowStart, rowEnd, columns: [...columns] },
      });
      for (const row of rows) {
        for (const [i, column] of columns.entries()) values[i]!.push(textOf(row[column]));
      }
      rowStart = rowEnd;
    }
  } catch (cause) {
    throw new Error(`Cannot read "${path}": ${(cause as Error).message}`, { cause });
  }
  return values;
}
