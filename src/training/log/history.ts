/** One line of a run's history. */
export interface HistoryRecord {
  /** Finished steps. */
  readonly step: number;
  /** Mean over positions since the last record: the sum of all losses. */
  readonly loss: number;
  /** Mean of each of the objective's losses, such as `mdmLoss` and `correctorLoss`. */
  readonly [loss: `${string}Loss`]: number;
  /** Norm of the gradient before clipping, mean since the last record. */
  readonly gradientNorm: number;
  /** Learning rate of the step. */
  readonly learningRate: number;
  /** Loss of the objective's held-out form in nats per token, where it was evaluated. */
  readonly validation?: number;
}

/** The record with the lowest held-out loss, if any was evaluated; the first of equals. */
export function bestRecord(history: readonly HistoryRecord[]): HistoryRecord | undefined {
  let best: HistoryRecord | undefined;
  for (const record of history) {
    if (record.validation === undefined) continue;
    if (best === undefined || record.validation < best.validation!) best = record;
  }
  return best;
}
