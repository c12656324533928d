import { basename, join } from "node:path";
import { UserError } from "../../support/user_error.ts";
import { LATEST, latestRun, readRunRecord, type RunRecord } from "./run_record.ts";
import { namesIn } from "../../support/files.ts";
import { suggest } from "../../support/suggest.ts";

/** A run and its folder. */
export interface StoredRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/** Runs of a pipeline, or of all, the newest last. */
export function listRuns(results: string, pipeline?: string): StoredRun[] {
  const pipelines = pipeline === undefined ? namesIn(results) : [pipeline];
  const runs = pipelines.flatMap((name) =>
    namesIn(join(results, name)).filter((run) => run !== LATEST).flatMap((run) => {
      const folder = join(results, name, run);
      const record = readRunRecord(folder);
      return record === undefined ? [] : [{ folder, record }];
    })
  );
  return runs.sort((a, b) => a.record.finishedAt < b.record.finishedAt ? -1 : 1);
}

/**
 * Finds a run by the path of its folder, by its id or a beginning of that, or by the name of a
 * pipeline, which means its newest.
 */
export function findRun(name: string, results: string): StoredRun {
  const byPath = readRunRecord(name);
  if (byPath !== undefined) return { folder: name, record: byPath };
  const [pipeline = "", id] = name.split("/");
  if (id === undefined || id === LATEST) {
    const folder = latestRun(join(results, pipeline));
    const record = folder === undefined ? undefined : readRunRecord(folder);
    if (folder !== undefined && record !== undefined) return { folder, record };
  }
  const runs = listRuns(results, id === undefined ? undefined : pipeline);
  const matching = runs.filter(({ folder }) => basename(folder).startsWith(id ?? pipeline));
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const names = matching.map(({ folder }) => basename(folder)).join(", ");
    throw new UserError(`"${name}" may mean several runs: ${names}`);
  }
  const known = runs.map(({ record, folder }) => `${record.pipeline}/${basename(folder)}`)
    .reverse();
  throw new UserError(`There is no run "${name}". ${suggest(name, known)}`);
}
