import { type CountedOptions, countedPositions } from "./counted.ts";
import type { Objective } from "./objective.ts";

/** Options of {@linkcode autoregressiveObjective}. */
export interface AutoregressiveObjectiveOptions extends CountedOptions {
  /** Id of the mask token, which is never predicted. */
  readonly maskId: number;
}

/**
 * Prediction of the next token by a causal network. The first token is given; the loss of a position
 * is that of the token after it.
 */
export function autoregressiveObjective(options: AutoregressiveObjectiveOptions): Objective {
  const objective: Objective = {
    name: "ar",
    shows: "prefix",
    isExact: true,
    predictsNext: true,
    specs: (batchSize, length) => ({
      next: { shape: [batchSize, length], dtype: "int32" },
      weights: { shape: [batchSize * length], dtype: "float32" },
    }),
    fill(batch, arrays) {
      const { x0, batchSize } = batch, length = x0.length / batchSize;
      const counted = countedPositions(batch, options);
      for (let i = 0; i < x0.length; i++) {
        const isLast = i % length === length - 1;
        arrays.next![i] = isLast ? x0[i]! : x0[i + 1]!;
        arrays.weights![i] = isLast ? 0 : counted[i + 1]!;
      }
    },
    losses: ({ predict }, { x0, next, weights }) => ({
      arLoss: predict(x0!, { pass: 0, maskId: options.maskId }).crossEntropy(next!, weights!),
    }),
    get heldOut() {
      return objective;
    },
  };
  return objective;
}
