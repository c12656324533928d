import * as tf from "@tensorflow/tfjs-core";
import type { NetworkConfig } from "../model/config.ts";
import { parameterTensors } from "../model/forward.ts";
import { loadNetwork } from "../model/network.ts";
import { countParameters, type Parameters } from "../model/parameters.ts";
import { engineOf } from "../tensor/engines/engines.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import { allocateArrays } from "../tensor/graph/bound_arrays.ts";
import { predictionOfHead } from "../diffusion/objectives/losses/prediction.ts";

/** What a causal network makes of some sequences; the next call reuses the arrays. */
export interface NextTokenScores {
  /**
   * Log-probability of each position's token given those before it, `[rows, length]`; 0 of the first
   * position.
   */
  readonly logProbabilities: Float32Array;
  /** What the last layer is applied to at one position of each row, `[rows, hidden]`. */
  readonly features: Float32Array;
}

/** A causal network that says how likely texts are. */
export interface NextTokenScorer {
  /** Most rows of a call. */
  readonly rows: number;
  /** Positions of a row. */
  readonly length: number;
  /** Size of a row's features. */
  readonly hidden: number;
  /**
   * Scores sequences.
   *
   * @param tokens `[n, length]` with at most {@linkcode NextTokenScorer.rows} rows. What stands after the
   *   end of a row changes nothing before it.
   * @param positions Position of each row whose features are given, `[n]`.
   */
  score(tokens: Int32Array, positions: ArrayLike<number>): Promise<NextTokenScores>;
  /** Frees what runs it. */
  release(): Promise<void>;
}

/** Options of {@linkcode createNextTokenScorer}. */
export interface NextTokenScorerOptions extends EngineOptions {
  /** Sequences that the network sees at once. @default {16} */
  readonly rows?: number;
  /** Token that is never predicted. @default {none} */
  readonly maskId?: number;
}

/**
 * Prepares a causal network for scoring. The logits of a large vocabulary are not held all at once.
 *
 * @throws {RangeError} If positions of the network see those after them.
 */
export async function createNextTokenScorer(
  parameters: Parameters,
  config: NetworkConfig,
  { rows = 16, maskId, engine: name, threads }: NextTokenScorerOptions = {},
): Promise<NextTokenScorer> {
  if (!config.causal) {
    throw new RangeError(
      "Cannot judge texts by the network: it is not causal; take a checkpoint of train/ar or a GPT-2",
    );
  }
  const { length } = config, network = await loadNetwork(config), engine = engineOf(name);
  const isPacked = countParameters(parameters) <= engine.constants.most;
  const weights = parameterTensors(parameters);
  const fed = {
    tokens: { shape: [rows, length], dtype: "int32" as const },
    next: { shape: [rows * length], dtype: "int32" as const },
    places: { shape: [rows], dtype: "int32" as const },
    labels: { shape: [rows], dtype: "int32" as const },
  };
  const program = await engine.prepare({
    compute({ tokens, next, places, labels, ...tensors }: Record<string, tf.Tensor>) {
      const head = network.forward(tensors, { tokens: tokens!, labels: labels! }).head();
      return {
        logProbabilities: predictionOfHead(head, maskId).logProbabilities(next!),
        features: tf.gather(head.features, places as tf.Tensor1D),
      };
    },
    inputs: { ...fed, ...(isPacked ? {} : weights) },
    constants: isPacked ? weights : {},
  }, { threads });
  const given = allocateArrays(fed) as Record<keyof typeof fed, Int32Array>;
  const { outputs } = program.specs(), hidden = outputs.features!.shape[1]!;
  const found = allocateArrays({
    logProbabilities: outputs.logProbabilities!,
    features: outputs.features!,
  }) as { logProbabilities: Float32Array; features: Float32Array };
  const held = Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, data]));
  const bound = program.bind({ inputs: { ...(isPacked ? {} : held), ...given }, outputs: found });
  given.labels.fill(config.numClasses);
  const shifted = new Float32Array(rows * length);
  return {
    ...{ rows, length, hidden },
    async score(tokens, positions) {
      const n = positions.length;
      given.tokens.fill(0).set(tokens);
      given.next.fill(0).set(given.tokens.subarray(1));
      for (let row = 0; row < rows; row++) {
        given.places[row] = row * length + (row < n ? positions[row]! : 0);
      }
      await bound.run();
      for (let row = 0; row < n; row++) {
        const start = row * length;
        shifted[start] = 0;
        shifted.set(found.logProbabilities.subarray(start, start + length - 1), start + 1);
      }
      return {
        logProbabilities: shifted.subarray(0, n * length),
        features: found.features.subarray(0, n * hidden),
      };
    },
    async release() {
      bound.release();
      await program.release();
    },
  };
}
