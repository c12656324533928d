import { join, relative } from "node:path";
import { checkRegularFile } from "../../support/regular_file.ts";
import { readRunRecord, RUN_RECORD, type RunRecord } from "../../pipeline/runs/run_record.ts";
import { runFolderOf } from "./owning_run.ts";
import type { PublishedScores } from "../paper/paper_tables.ts";
import { readScores, SCORES_FILE } from "../../artifacts/scores.ts";
import { readReportTable, type ReportTable } from "../analysis/report_table.ts";

/** A page that a run has published. */
export interface PublishedPage {
  /** Path of its folder within the folder of results, such as `qm9-guided-0001/report`. */
  readonly name: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** When its page was written, in milliseconds. */
  readonly writtenAt: number;
  /** The run that published it, by its folder within the results, if it recorded itself. */
  readonly run: { readonly name: string; readonly record: RunRecord } | null;
}

/** A report of molecules that a run has published. */
export interface PublishedReport extends PublishedPage {
  /** What its `table.json` holds. */
  readonly table: ReportTable;
}

// The committed folders hold no runs, and the store holds every report a second time.
const NO_RUNS = new Set(["baselines", "paper", "models", ".store", "work"]);
/** Name of a report's page. */
const PAGE = "report.html";
/** Folders between the results and a report. */
const DEPTH = 4;

async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await Deno.stat(path)).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Folders within the results that hold all of `files`, in the order of their names. */
export async function foldersWith(
  results: string,
  files: readonly string[],
  onProblem: (message: string) => void,
): Promise<string[]> {
  const found: string[] = [];
  const entriesOf = async (folder: string) => {
    try {
      return await Array.fromAsync(Deno.readDir(folder));
    } catch (error) {
      onProblem(`Cannot look into "${folder}": ${(error as Error).message}`);
      return [];
    }
  };
  const walk = async (folder: string, depth: number) => {
    const entries = await entriesOf(folder);
    const names = new Set(entries.filter(({ isFile }) => isFile).map(({ name }) => name));
    if (files.every((file) => names.has(file))) found.push(folder);
    if (depth === 0) return;
    for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      if (isDirectory && !(folder === results && NO_RUNS.has(name))) {
        await walk(join(folder, name), depth - 1);
      }
    }
  };
  if (await modifiedAt(results) !== null) await walk(results, DEPTH);
  return found;
}

/** The run that a published folder belongs to, if it recorded itself. */
export function runOf(results: string, folder: string): PublishedReport["run"] {
  const name = runFolderOf(results, folder);
  if (name !== null) checkRegularFile(join(results, name, RUN_RECORD));
  const record = name === null ? undefined : readRunRecord(join(results, name));
  return name === null || record === undefined ? null : { name, record };
}

/** The file of a folder, which may be read whole. */
function regular(folder: string, name: string): string {
  const path = join(folder, name);
  checkRegularFile(path);
  return path;
}

/** Reads one file in each folder; hands what cannot be read to `onProblem` and goes on. */
async function readEach<Value>(
  folders: readonly string[],
  read: (folder: string) => Promise<Value>,
  onProblem: (message: string) => void,
): Promise<Value[]> {
  const results = await Promise.allSettled(folders.map(read));
  return results.flatMap((result) => {
    if (result.status === "fulfilled") return [result.value];
    onProblem((result.reason as Error).message);
    return [];
  });
}

async function pageIn(results: string, folder: string): Promise<PublishedPage> {
  return {
    name: relative(results, folder),
    folder,
    run: runOf(results, folder),
    writtenAt: await modifiedAt(join(folder, PAGE)) ?? 0,
  };
}

const newestFirst = (a: PublishedPage, b: PublishedPage) =>
  b.writtenAt - a.writtenAt || (a.name < b.name ? -1 : 1);

/**
 * Finds all pages of reports in a folder of results, whatever they are of, the newest first.
 *
 * @param onProblem Hears of folders that cannot be read.
 */
export async function findPages(
  results: string,
  onProblem: (message: string) => void,
): Promise<PublishedPage[]> {
  const folders = await foldersWith(results, [PAGE], onProblem);
  const found = await readEach(folders, (folder) => pageIn(results, folder), onProblem);
  return found.sort(newestFirst);
}

/**
 * Finds all reports of molecules in a folder of results, the newest first.
 *
 * @param onProblem Hears of reports that cannot be read, such as those of an older version.
 */
export async function findReports(
  results: string,
  onProblem: (message: string) => void,
): Promise<PublishedReport[]> {
  const folders = await foldersWith(results, [PAGE, "table.json"], onProblem);
  const found = await readEach(folders, async (folder) => ({
    ...await pageIn(results, folder),
    table: await readReportTable(regular(folder, "table.json")),
  }), onProblem);
  return found.sort(newestFirst);
}

/**
 * Finds all scores in a folder of results.
 *
 * @param onProblem Hears of scores that cannot be read.
 */
export async function findScores(
  results: string,
  onProblem: (message: string) => void,
): Promise<PublishedScores[]> {
  return await readEach(await foldersWith(results, [SCORES_FILE], onProblem), async (folder) => ({
    name: relative(results, folder),
    file: await readScores(regular(folder, SCORES_FILE)),
  }), onProblem);
}
