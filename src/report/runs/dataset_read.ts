import type { RunRecord } from "../../pipeline/runs/run_record.ts";
import { Store } from "../../pipeline/store/store.ts";
import { exists } from "../../support/files.ts";
import { readProvenance } from "./run_provenance.ts";

/**
 * The folder of the data set that an instance of a run read, if the store still has it.
 *
 * @param storeFolder Folder of the store.
 */
export function datasetRead(
  record: RunRecord,
  instance: string,
  storeFolder: string,
): string | undefined {
  const store = Store.openExisting(storeFolder);
  if (store === undefined) return undefined;
  const read = new Set(readProvenance(record, storeFolder).inputHashes.get(instance));
  const hash = Object.values(record.instances)
    .flatMap(({ outputs }) => outputs.dataset ?? [])
    .find((hash) => read.has(hash));
  const path = hash === undefined ? undefined : store.objects.pathOf(hash);
  return path !== undefined && exists(path) ? path : undefined;
}
