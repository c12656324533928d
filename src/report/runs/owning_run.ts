import { dirname, join, relative } from "node:path";
import { RUN_RECORD } from "../../pipeline/runs/run_record.ts";
import { exists } from "../../support/files.ts";

/**
 * The folder of the run that a published folder belongs to, relative to the results; `null` if no
 * run recorded itself above it.
 */
export function runFolderOf(results: string, folder: string): string | null {
  for (let at = folder; at !== results && at !== dirname(at); at = dirname(at)) {
    if (exists(join(at, RUN_RECORD))) return relative(results, at);
  }
  return null;
}
