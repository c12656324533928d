import { join } from "node:path";
import { HISTORY_FILE, type HistoryRecord, readHistory } from "../../artifacts/history.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { statOf } from "../../support/files.ts";
import { coordinateLabels } from "../metrics/coordinate_labels.ts";
import type { NamedRecord } from "./recorded_rows.ts";

/** The log of one training of a run. */
export interface TrainingCurve {
  /** What the run is called. */
  readonly run: string;
  /** Name of the task in the pipeline file. */
  readonly task: string;
  /** Name of the instance. */
  readonly instance: string;
  /** The instance's coordinates without its seed, such as `gamma=2`; empty where it has none. */
  readonly setting: string;
  /** Whether the training failed or was stopped, and this is what is left of it. */
  readonly isBroken: boolean;
  /** Entries by step. */
  readonly entries: readonly HistoryRecord[];
}

/** Name of the output in which a training leaves its log. */
const HISTORY_OUTPUT = "history";

/** An instance's coordinates without its seed, as text. */
function settingOf(coordinates: Parameters<typeof coordinateLabels>[0]): string {
  return coordinateLabels(coordinates).filter(([axis]) => axis !== "seed")
    .map(([axis, value]) => typeof value === "string" ? value : `${axis}=${value}`).join(",");
}

/**
 * Reads the logs of all trainings of some runs: of those that failed or were stopped what is left in
 * the store, until they run again.
 *
 * @param store Undefined where there is none.
 * @param onProblem Hears of logs that cannot be read or are not in the store.
 */
export async function readCurves(
  runs: readonly NamedRecord[],
  store: Store | undefined,
  onProblem: (message: string) => void,
): Promise<TrainingCurve[]> {
  const curves: TrainingCurve[] = [];
  for (const { name: run, record } of runs) {
    let gone = 0;
    const read = async (
      path: string,
      { instance, task, coordinates, isBroken }:
        & Pick<TrainingCurve, "instance" | "task" | "isBroken">
        & { readonly coordinates: Parameters<typeof coordinateLabels>[0] },
    ) => {
      const setting = settingOf(coordinates);
      try {
        const entries = await readHistory(path);
        curves.push({ run, task, instance, setting, isBroken, entries });
      } catch (error) {
        onProblem((error as Error).message);
      }
    };
    for (const [instance, { task, coordinates, outputs }] of Object.entries(record.instances)) {
      const hash = outputs[HISTORY_OUTPUT];
      if (hash === undefined) continue;
      const path = store?.objects.pathOf(hash);
      if (path === undefined || !statOf(path)?.isFile) {
        gone++;
        continue;
      }
      await read(path, { instance, task, coordinates, isBroken: false });
    }
    for (const [instance, { task, coordinates, key }] of Object.entries(record.failures ?? {})) {
      const folder = key && store?.scratchFolder(key);
      const path = folder && join(folder, HISTORY_FILE);
      // What failed before its first step left nothing, nor did what is no training.
      if (!path || !statOf(path)?.isFile) continue;
      await read(path, { instance, task, coordinates, isBroken: true });
    }
    if (gone > 0) onProblem(`Not in the store: ${gone} of the training logs of ${run}.`);
  }
  return curves;
}
