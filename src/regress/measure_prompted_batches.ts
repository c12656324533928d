import type { SequenceData } from "../artifacts/dataset.ts";
import { maskedObjective } from "../diffusion/objectives/masked.ts";
import { randomKey } from "../random/mod.ts";
import { batchFiller } from "../training/batches.ts";
import { type Measurement, NONE } from "./measurement.ts";
import type { ExactValue } from "./sweep.ts";

/** What batches of prompts and answers are drawn. */
export interface PromptedBatchSettings {
  /** Seeds of the batches. */
  readonly seeds: readonly number[];
  /** Batches of a seed. */
  readonly batches: number;
  /** Sequences of a batch. */
  readonly batchSize: number;
  /** Id of the mask. */
  readonly maskId: number;
  /** Earliest time. */
  readonly tMin: number;
}

/**
 * Draws batches as a training on prompts and answers sees them and counts what stands in them: no token
 * of a prompt is masked or pays, and of the answers' as many are masked as of any tokens.
 *
 * @param data Sequences with the lengths of their prompts.
 */
export function measurePromptedBatches(
  data: SequenceData,
  { seeds, batches, batchSize, maskId, tMin }: PromptedBatchSettings,
): Measurement[] {
  const { length, promptLengths } = data, tokens = batchSize * length;
  const objective = maskedObjective({ maskId, tMin, corrector: {}, prompted: true });
  const arrays = {
    x0: new Int32Array(tokens),
    labels: new Int32Array(batchSize),
    zt: new Int32Array(tokens),
    answer: new Int32Array(tokens),
    mdmWeights: new Float32Array(tokens),
    correctorWeights: new Float32Array(tokens),
  };
  // Rows are told by their tokens, as a batch does not say which they are; of equal ones either will do.
  const rowOf = new Map<string, number>();
  const keyOf = (ids: ArrayLike<number>, row: number) =>
    Array.from({ length }, (_, i) => ids[row * length + i]).join();
  for (let row = 0; row < promptLengths!.length; row++) rowOf.set(keyOf(data.tokens, row), row);
  const mean = (1 + tMin) / 2, square = (1 - tMin ** 3) / 3 / (1 - tMin);
  return seeds.flatMap((seed) => {
    const fill = batchFiller(data, randomKey(seed), {
      ...{ batchSize, noLabel: 0, labelDropout: 0, objective },
    });
    let given = 0, givenMasked = 0, givenPaying = 0, masked = 0;
    for (let step = 1; step <= batches; step++) {
      fill(step, arrays);
      for (let row = 0; row < batchSize; row++) {
        const prompt = promptLengths![rowOf.get(keyOf(arrays.x0, row))!]!;
        given += prompt;
        for (let i = row * length; i < (row + 1) * length; i++) {
          const isMasked = arrays.zt[i] === maskId;
          if (i - row * length >= prompt) masked += Number(isMasked);
          else {
            givenMasked += Number(isMasked);
            givenPaying += Number(arrays.mdmWeights[i] !== 0 || arrays.correctorWeights[i] !== 0);
          }
        }
      }
    }
    const answers = batches * tokens - given;
    const figures: readonly (readonly [string, number, ExactValue])[] = [
      ["prompt tokens masked", givenMasked / given, NONE],
      ["prompt tokens that pay", givenPaying / given, NONE],
      ["answer tokens masked", masked / answers, {
        ...{ value: mean, error: Math.sqrt((mean - square) / answers) },
      }],
    ];
    return figures.map(([name, value, exact]): Measurement => ({
      ...{ name: `batches: ${name}`, better: "same", seed: String(seed), value, exact },
    }));
  });
}
