import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/**
 * The texts of a column of a Parquet file; a group of rows at a time is held.
 *
 * @throws {Error} If the file is no Parquet file, lacks the column, or the column holds no texts.
 */
export async function* readParquetColumn(path: string, column: string): AsyncGenerator<string> {
  const file = await asyncBufferFromFile(path), metadata = await parquetMetadataAsync(file);
  const names = metadata.schema.slice(1).map(({ name }) => name);
  if (!names.includes(column)) {
    throw new Error(`it has no column "${column}", only ${names.join(", ")}`);
  }
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({
      ...{ file, metadata, compressors, columns: [column], rowStart, rowEnd },
    });
    for (const row of rows) {
      const text = row[column];
      if (typeof text !== "string") {
        throw new Error(`its column "${column}" holds no text: ${JSON.stringify(text)}`);
      }
      yield text;
    }
    rowStart = rowEnd;
  }
}
