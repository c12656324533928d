import { join } from "node:path";
import { LATEST, readRunRecord, RUN_RECORD } from "../../pipeline/runs/run_record.ts";
import { exists, namesIn } from "../../support/files.ts";
import { checkRegularFile } from "../../support/regular_file.ts";
import type { NamedRecord } from "./recorded_rows.ts";

/**
 * Finds the runs that recorded themselves in a folder of results, in folders of it or of its pipelines,
 * the newest first.
 *
 * @param onProblem Hears of records that cannot be read.
 */
export function findRecords(
  results: string,
  onProblem: (message: string) => void,
): NamedRecord[] {
  const namesOf = (folder: string) => {
    try {
      return namesIn(folder);
    } catch (error) {
      onProblem(`Cannot look into "${folder}": ${(error as Error).message}`);
      return [];
    }
  };
  const folders = namesOf(results).filter((name) => name !== LATEST && !name.startsWith("."))
    .flatMap((name) => [
      name,
      ...namesOf(join(results, name)).filter((run) => run !== LATEST).map((run) =>
        `${name}/${run}`
      ),
    ]);
  return folders.filter((name) => exists(join(results, name, RUN_RECORD))).flatMap((name) => {
    try {
      checkRegularFile(join(results, name, RUN_RECORD));
      const record = readRunRecord(join(results, name));
      return record === undefined ? [] : [{ name, record }];
    } catch (error) {
      onProblem((error as Error).message);
      return [];
    }
  }).sort((a, b) => a.record.finishedAt < b.record.finishedAt ? 1 : -1);
}
