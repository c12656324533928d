import { type HistoryRecord, readHistory } from "../../artifacts/history.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { statOf } from "../../support/files.ts";
import { coordinateLabels, type NamedRecord } from "./recorded_rows.ts";

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
  /** Entries by step. */
  readonly entries: readonly HistoryRecord[];
}

/** Name of the output in which a training leaves its log. */
const HISTORY_OUTPUT = "history";

/**
 * Reads the logs of all trainings of some runs.
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
    for (const [instance, { task, coordinates, outputs }] of Object.entries(record.instances)) {
      const hash = outputs[HISTORY_OUTPUT];
      if (hash === undefined) continue;
      const path = store?.objects.pathOf(hash);
      if (path === undefined || !statOf(path)?.isFile) {
        gone++;
        continue;
      }
      const setting = coordinateLabels(coordinates).filter(([axis]) => axis !== "seed")
        .map(([axis, value]) => typeof value === "string" ? value : `${axis}=${value}`).join(",");
      try {
        curves.push({ run, task, instance, setting, entries: await readHistory(path) });
      } catch (error) {
        onProblem((error as Error).message);
      }
    }
    if (gone > 0) onProblem(`Not in the store: ${gone} of the training logs of ${run}.`);
  }
  return curves;
}
