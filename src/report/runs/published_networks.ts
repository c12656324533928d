import { join, relative } from "node:path";
import { CHECKPOINT_FILES } from "../../model/checkpoint.ts";
import { Store } from "../../pipeline/store/store.ts";
import { foldersWith, runOf } from "./published_reports.ts";
import { readProvenance } from "./run_provenance.ts";

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
function datasetOf(results: string, folder: string, storeFolder: string): string | undefined {
  const run = runOf(results, folder), store = Store.openExisting(storeFolder);
  if (run === null || store === undefined) return undefined;
  const { record } = run, name = relative(join(results, run.name), folder);
  const instance = record.outputs[name]?.instance;
  if (instance === undefined) return undefined;
  const read = new Set(readProvenance(record, storeFolder).inputHashes.get(instance));
  const hash = Object.values(record.instances)
    .flatMap(({ outputs }) => outputs.dataset ?? [])
    .find((hash) => read.has(hash));
  return hash === undefined ? undefined : store.objects.pathOf(hash);
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
