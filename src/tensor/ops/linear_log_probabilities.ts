import * as tf from "@tensorflow/tfjs-core";
import { inPart } from "../trace/trace.ts";
import { scan } from "./scan.ts";
import { scatterAdd } from "./scatter_add.ts";

/** The last linear layer with what it is applied to: `logits = features · weightᵀ + bias`. */
export interface Head {
  /** `[n, hidden]` */
  readonly features: tf.Tensor;
  /** `[vocab, hidden]` */
  readonly weight: tf.Tensor;
  /** `[vocab]` @default {zeros} */
  readonly bias?: tf.Tensor;
}

/** Logits `[n, vocab]`, all held at once. */
export function headLogits({ features, weight, bias }: Head): tf.Tensor {
  return inPart(
    "head",
    () =>
      bias === undefined
        ? tf.matMul(features, weight, false, true)
        : logitsOf(features, [weight, bias]),
  );
}

/** A head with a bias, of zeros if it has none. */
function withBias({ features, weight, bias }: Head): Required<Head> {
  return { features, weight, bias: bias ?? tf.zeros([weight.shape[0]!]) };
}

/** Options of {@linkcode linearLogProbabilities} and {@linkcode linearArgMax}. */
export interface LinearOptions {
  /** Most logits that are held at once. @default {2 ** 24}, 64 MiB of them */
  readonly mostLogits?: number;
}

/** Number of parts into which rows are cut, so that the logits of one part are few. */
function countParts({ features, weight }: Head, { mostLogits = 2 ** 24 }: LinearOptions): number {
  const n = features.shape[0];
  let parts = Math.max(1, Math.ceil(n * weight.shape[0] / mostLogits));
  while (n % parts !== 0) parts++;
  return parts;
}

/** Rows `[n, …]` as `[parts, n / parts, …]`. */
function inParts(x: tf.Tensor, parts: number): tf.Tensor {
  return tf.reshape(x, [parts, x.shape[0] / parts, ...x.shape.slice(1)]);
}

const joined = (x: tf.Tensor) => tf.reshape(x, [-1, ...x.shape.slice(2)]);

/** @param shared Weight and bias of a head. */
function logitsOf(features: tf.Tensor, shared: readonly tf.Tensor[]): tf.Tensor {
  const [weight, bias] = shared as [tf.Tensor, tf.Tensor];
  return tf.add(tf.matMul(features, weight, false, true), bias);
}

/** The most probable token of each row, int32 `[n]`, without holding all logits. Has no gradient. */
export function linearArgMax(head: Head, options: LinearOptions = {}): tf.Tensor {
  const { features, weight, bias } = withBias(head), parts = countParts(head, options);
  const { outputs: [best] } = scan(({ elements: [part], shared }) => ({
    states: [],
    outputs: [tf.argMax(logitsOf(part!, shared), -1)],
  }), { sequences: [inParts(features, parts)], shared: [weight, bias] });
  return joined(best!);
}

/** Logarithms of the sums of all exponentials of logits, `[n]`. */
function logNormalizers({ features, weight, bias }: Required<Head>, parts: number): tf.Tensor {
  const { outputs: [sums] } = scan(({ elements: [part], shared }) => {
    const logits = logitsOf(part!, shared), most = tf.max(logits, -1, true);
    const sum = tf.sum(tf.exp(tf.sub(logits, most)), -1, true);
    return { states: [], outputs: [tf.squeeze(tf.add(most, tf.log(sum)), [-1])] };
  }, { sequences: [inParts(features, parts)], shared: [weight, bias] });
  return joined(sums!);
}

/** Gradients of the sum of `scale · logNormalizer` over all rows. */
function normalizerGradients(
  { features, weight, bias }: Required<Head>,
  logNormalizer: tf.Tensor,
  scale: tf.Tensor,
  parts: number,
): Required<Head> {
  const { states, outputs } = scan(({ states, elements, shared }) => {
    const [part, normalizer, factor] = elements as [tf.Tensor, tf.Tensor, tf.Tensor];
    const logits = logitsOf(part, shared);
    const error = tf.mul(
      tf.exp(tf.sub(logits, tf.expandDims(normalizer, -1))),
      tf.expandDims(factor, -1),
    );
    return {
      states: [
        tf.add(tf.matMul(error, part, true, false), states[0]!),
        tf.add(states[1]!, tf.sum(error, 0)),
      ],
      outputs: [tf.matMul(error, shared[0]!)],
    };
  }, {
    states: [tf.zerosLike(weight), tf.zerosLike(bias)],
    sequences: [features, logNormalizer, scale].map((x) => inParts(x, parts)),
    shared: [weight, bias],
  });
  return { features: joined(outputs[0]!), weight: states[0]!, bias: states[1]! };
}

/** The rows of the head that belong to tokens, and what they say of the features: `[n]`. */
function targetLogits({ features, weight, bias }: Required<Head>, targets: tf.Tensor1D) {
  const rows = tf.gather(weight, targets);
  return { rows, logits: tf.add(tf.sum(tf.mul(features, rows), -1), tf.gather(bias, targets)) };
}

/**
 * Log-probability of each row's target, `log softmax(logits)[target]`, for vocabularies too large to hold
 * all logits: they are computed part by part, and again for the gradient.
 *
 * @param targets int32 `[n]`
 * @returns `[n]`
 */
export function linearLogProbabilities(
  head: Head,
  targets: tf.Tensor,
  options: LinearOptions = {},
): tf.Tensor {
  const parts = countParts(head, options), { features, weight, bias } = withBias(head);
  const compute = tf.customGrad((...all) => {
    const save = all.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [features, weight, bias] = all as [tf.Tensor, tf.Tensor, tf.Tensor];
    const own = { features, weight, bias };
    const normalizers = logNormalizers(own, parts);
    const { logits } = targetLogits(own, targets as tf.Tensor1D);
    save([features, weight, bias, normalizers, targets]);
    return {
      value: tf.sub(logits, normalizers),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [features, weight, bias, normalizers, targets] = saved as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        const own = { features, weight, bias }, vocab = weight.shape[0];
        const column = tf.expandDims(dy, -1);
        const gradients = normalizerGradients(own, normalizers, tf.neg(dy), parts);
        const { rows } = targetLogits(own, targets as tf.Tensor1D);
        const ofBias = tf.reshape(scatterAdd(targets, column, vocab), [vocab]);
        return [
          tf.add(gradients.features, tf.mul(column, rows)),
          tf.add(gradients.weight, scatterAdd(targets, tf.mul(column, features), vocab)),
          tf.add(gradients.bias, ofBias),
        ];
      },
    };
  });
  return compute(features, weight, bias);
}
