import { join, relative } from "node:path";
import { CHECKPOINT_FILES } from "../../model/checkpoint.ts";
import { datasetRead } from "./dataset_read.ts";
import { foldersWith, runOf } from "./published_reports.ts";

/** A network that a run has published. */
export interface PublishedNetwork {
  /** Path of its folder within the results. */
  readonly id: string;
  /** Its folder. */
  readonly folder: string;
  /** Folder of the data set that it was trained on, if the store still has it. */
  readonly dataset?: string;
  /** When it was written, in milliseconds. */
  readonly writtenAt: number;
}

/** The data set that a published network was trained on. */
function datasetOf(results: string, folder: string, store: string): string | undefined {
  const run = runOf(results, folder);
  if (run === null) return undefined;
  const { record } = run, name = relative(join(results, run.name), folder);
  const instance = record.outputs[name]?.instance;
  return instance === undefined ? undefined : datasetRead(record, instance, store);
}

/**
 * Finds the networks that runs have published, in the order of their names; what cannot be read is left
 * out.
 *
 * @param store Folder of the store.
 */
export async function findNetworks(results: string, store: string): Promise<PublishedNetwork[]> {
  const folders = await foldersWith(results, CHECKPOINT_FILES, () => {});
  return await Promise.all(folders.map(async (folder) => {
    const { mtime } = await Deno.stat(join(folder, CHECKPOINT_FILES[0]));
    let dataset: string | undefined;
    try {
      dataset = datasetOf(results, folder, store);
    } catch {
      // A damaged record takes nothing but the prompts.
    }
    return {
      id: relative(results, folder).replaceAll("\\", "/"),
      ...{ folder, dataset, writtenAt: mtime?.getTime() ?? 0 },
    };
  }));
}
