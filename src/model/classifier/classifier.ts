import * as tf from "@tensorflow/tfjs-core";
import type { Program } from "../../tensor/engines/engine.ts";
import { type EngineOptions, prepare } from "../../tensor/engines/prepare.ts";
import { crossEntropy } from "../../tensor/ops/cross_entropy.ts";
import type { FreeSource, ProgramSource } from "../../tensor/trace/program_source.ts";
import type { NetworkConfig } from "../config.ts";
import { parameterTensors } from "../forward.ts";
import { loadNetwork, type Network } from "../network.ts";
import type { Parameters } from "../parameters.ts";
import { classLogits } from "./class_logits.ts";

/** A network that tells the labels of noisy sequences apart, whatever engine runs it. */
export interface Classifier {
  /** Positions of a sequence. */
  readonly length: number;
  /** Tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Number of labels. */
  readonly classes: number;
  /** Whether it judges each prefix of a sequence, in place of all its tokens. @default {false} */
  readonly causal?: boolean;
  /**
   * Log-probabilities of the labels, `[rows, classes]`; of a causal one `[rows, length, classes]`, at each
   * position those given the tokens up to there. The next call may reuse the array.
   *
   * @param tokens `[rows, length]`
   */
  evaluate(tokens: Int32Array, rows: number): Promise<Float32Array>;
  /**
   * Gradients of the log-probability of each row's label with respect to its tokens as vectors of 0 and
   * 1, `[rows, length, vocab]`. The next call may reuse the array.
   *
   * @param tokens `[rows, length]`
   * @param labels `[rows]`
   * @throws {RangeError} If it is causal.
   */
  gradients(tokens: Int32Array, labels: Int32Array, rows: number): Promise<Float32Array>;
  /** Frees what runs it. */
  release(): Promise<void>;
}

/** Options of {@linkcode createClassifier}. */
export interface ClassifierOptions extends EngineOptions {
  /** Most rows evaluated at once. @default {256} */
  readonly maxRows?: number;
  /** Rows whose gradients are computed at once; a program is of that many. @default {32} */
  readonly gradientRows?: number;
}

/** Log-probabilities `[n]` of labels. */
function labelLogProbabilities(logits: tf.Tensor, labels: tf.Tensor, classes: number): tf.Tensor {
  const targets = tf.oneHot(labels as tf.Tensor1D, classes, 1, 0, "float32");
  return tf.neg(crossEntropy(logits, targets, tf.sum(targets, -1)));
}

function classSource(network: Network, parameters: Parameters): FreeSource {
  const { length } = network.config;
  return {
    input: "tokens",
    of: (rows) => ({
      compute({ tokens, labels, ...tensors }) {
        const passed = network.forward(tensors, { tokens: tokens!, labels: labels! });
        return { logProbabilities: tf.logSoftmax(classLogits(passed, network.config)) };
      },
      inputs: {
        tokens: { shape: [rows, length], dtype: "int32" },
        labels: { shape: [rows], dtype: "int32" },
      },
      constants: parameterTensors(parameters),
    }),
  };
}

function gradientSource(network: Network, parameters: Parameters, rows: number): ProgramSource {
  const { config, forward } = network, { length, vocab, numClasses } = config;
  return {
    compute({ tokens, labels, asked, ...tensors }) {
      const flat = tf.reshape(tokens!, [rows * length]) as tf.Tensor1D;
      const gradient = tf.grad((oneHot) => {
        const logits = classLogits(
          forward(tensors, { tokens: tokens!, labels: labels!, oneHot }),
          config,
        );
        return tf.sum(labelLogProbabilities(logits, asked!, numClasses));
      });
      return { gradients: gradient(tf.oneHot(flat, vocab, 1, 0, "float32")) };
    },
    inputs: {
      tokens: { shape: [rows, length], dtype: "int32" },
      labels: { shape: [rows], dtype: "int32" },
      asked: { shape: [rows], dtype: "int32" },
    },
    constants: parameterTensors(parameters),
  };
}

/**
 * Prepares a network that classifies; what it computes is compiled when it is first used.
 *
 * @throws {RangeError} If the network predicts tokens.
 */
export function createClassifier(
  parameters: Parameters,
  config: NetworkConfig,
  { maxRows = 256, gradientRows = 32, ...options }: ClassifierOptions = {},
): Classifier {
  const { length, vocab, maskId, numClasses: classes, causal = false } = config;
  if (!config.classifies) {
    throw new RangeError(
      "Cannot classify: the network predicts tokens: give a checkpoint of train/classifier",
    );
  }
  const programs: Record<string, Promise<Program>> = {};
  const programOf = (
    name: string,
    source: (network: Network) => FreeSource | ProgramSource,
  ) => programs[name] ??= loadNetwork(config).then((network) => prepare(source(network), options));
  const each = (causal ? length : 1) * classes;
  let logProbabilities = new Float32Array(0), gradients = new Float32Array(0);
  return {
    ...{ length, vocab, maskId, classes, causal },
    async evaluate(tokens, rows) {
      const { bind } = await programOf("forward", (network) => classSource(network, parameters));
      if (logProbabilities.length < rows * each) logProbabilities = new Float32Array(rows * each);
      for (let start = 0; start < rows; start += maxRows) {
        const size = Math.min(maxRows, rows - start);
        const bound = bind({
          inputs: {
            tokens: tokens.subarray(start * length, (start + size) * length),
            labels: new Int32Array(size).fill(classes),
          },
          outputs: {
            logProbabilities: logProbabilities.subarray(start * each, (start + size) * each),
          },
        }, size);
        try {
          await bound.run();
        } finally {
          bound.release();
        }
      }
      return logProbabilities.subarray(0, rows * each);
    },
    async gradients(tokens, labels, rows) {
      if (causal) {
        throw new RangeError(
          "Cannot take gradients: the classifier judges prefixes, not sequences",
        );
      }
      const { bind } = await programOf(
        "gradients",
        (network) => gradientSource(network, parameters, gradientRows),
      );
      const needed = rows * length * vocab;
      if (gradients.length < needed) gradients = new Float32Array(needed);
      const arrays = {
        tokens: new Int32Array(gradientRows * length),
        labels: new Int32Array(gradientRows).fill(classes),
        asked: new Int32Array(gradientRows),
      };
      const some = new Float32Array(gradientRows * length * vocab);
      const bound = bind({ inputs: arrays, outputs: { gradients: some } });
      try {
        for (let start = 0; start < rows; start += gradientRows) {
          const size = Math.min(gradientRows, rows - start);
          arrays.tokens.set(tokens.subarray(start * length, (start + size) * length));
          arrays.asked.set(labels.subarray(start, start + size));
          await bound.run();
          gradients.set(some.subarray(0, size * length * vocab), start * length * vocab);
        }
      } finally {
        bound.release();
      }
      return gradients.subarray(0, needed);
    },
    async release() {
      for (const program of Object.values(programs)) await (await program).release();
    },
  };
}
