import type { SequenceData } from "../artifacts/dataset.ts";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { randomKey } from "../random/mod.ts";
import { batchFiller } from "../training/batches.ts";
import { exactShare, type Measurement } from "./measurement.ts";
import type { Direction, ExactValue } from "./sweep.ts";

/** What batches are drawn, and what must come of it. */
export interface BatchSettings {
  /** Seeds of the batches. */
  readonly seeds: readonly number[];
  /** Batches of a seed. */
  readonly batches: number;
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** Id of the mask. */
  readonly maskId: number;
  /** Share of sequences that are shown without their label. */
  readonly labelDropout: number;
  /** Share of sequences whose label is 1. */
  readonly members: number;
  /** Earliest time. */
  readonly tMin: number;
}

/** Moments of a time that is uniform on `[tMin, 1]`. */
function momentsOf(tMin: number) {
  const range = 1 - tMin;
  return {
    mean: (1 + tMin) / 2,
    square: (1 - tMin ** 3) / 3 / range,
    inverse: -Math.log(tMin) / range,
    inverseSquare: 1 / tMin,
  };
}

/**
 * Draws batches as a training on one property sees them and counts what stands in them: of labels,
 * masks and the losses' weights the algorithm says what they must be on average.
 *
 * @param data Sequences with the labels 0 and 1 of one property; 2 is no label.
 */
export function measureBatches(
  data: SequenceData,
  { seeds, batches, batchSize, maskId, labelDropout, members, tMin }: BatchSettings,
): Measurement[] {
  const noLabel = 2, { length } = data;
  const objective = maskedObjective({ maskId, tMin, corrector: {} });
  const tokens = batchSize * length;
  const arrays = {
    x0: new Int32Array(tokens),
    labels: new Int32Array(batchSize),
    zt: new Int32Array(tokens),
    mdmWeights: new Float32Array(tokens),
    correctorWeights: new Float32Array(tokens),
  };
  const { mean, square, inverse, inverseSquare } = momentsOf(tMin);
  const sequences = batches * batchSize, positions = sequences * length;
  // That the times of a batch are spread evenly makes the errors smaller still.
  const exact: Readonly<Record<string, ExactValue>> = {
    "labels dropped": exactShare(labelDropout, sequences),
    "members among labels": exactShare(members, sequences * (1 - labelDropout)),
    "tokens masked": { value: mean, error: Math.sqrt((mean - square) / positions) },
    "denoising weight of a token": { value: 1, error: Math.sqrt((inverse - 1) / positions) },
    "corrector weight of a token": {
      value: inverse,
      error: Math.sqrt((inverseSquare - inverse ** 2) / sequences),
    },
  };
  return seeds.flatMap((seed) => {
    const fill = batchFiller(data, randomKey(seed), {
      batchSize,
      noLabel,
      labelDropout,
      objective,
    });
    let dropped = 0, ones = 0, masked = 0, denoising = 0, correcting = 0;
    for (let step = 1; step <= batches; step++) {
      fill(step, arrays);
      for (const label of arrays.labels) {
        if (label === noLabel) dropped++;
        if (label === 1) ones++;
      }
      for (let i = 0; i < tokens; i++) {
        if (arrays.zt[i] === maskId) masked++;
        denoising += arrays.mdmWeights[i]!;
        correcting += arrays.correctorWeights[i]!;
      }
    }
    const values: Readonly<Record<string, number>> = {
      "labels dropped": dropped / sequences,
      "members among labels": ones / (sequences - dropped),
      "tokens masked": masked / positions,
      "denoising weight of a token": denoising / positions,
      "corrector weight of a token": correcting / positions,
    };
    return Object.entries(values).map(([name, value]) => ({
      ...{ name: `batches: ${name}`, better: "same" as Direction, seed: String(seed) },
      ...{ value: Number.isNaN(value) ? null : value, exact: exact[name]! },
    }));
  });
}
