import * as tf from "@tensorflow/tfjs-core";

/** Constants of Muon. */
export interface MuonOptions {
  /** Decay of the mean of gradients. @default {0.95} */
  readonly momentum?: number;
  /** Decoupled weight decay. @default {0} */
  readonly weightDecay?: number;
  /** Newton–Schulz iterations. @default {5} */
  readonly iterations?: number;
}

// Coefficients of the quintic iteration; they push every singular value to about 1.
const A = 3.4445, B = -4.775, C = 2.0315;

/** Root mean square of an update's elements: that of AdamW, so that both take one learning rate. */
const UPDATE_RMS = 0.2;

/**
 * Elements up to which matrices of one shape are moved together. Small products leave threads idle and
 * cost more to start than to compute; large ones would only take more memory.
 */
const MOST_ELEMENTS = 2 ** 20;

/**
 * Replaces the singular values of matrices by values near 1, with matrix products alone.
 *
 * Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks".
 *
 * @param x `[count, rows, columns]`, no more rows than columns.
 */
export function orthogonalize(x: tf.Tensor, iterations = 5): tf.Tensor {
  const norms = tf.sqrt(tf.sum(tf.square(x), [1, 2], true));
  const identity = tf.mul(tf.expandDims(tf.eye(x.shape[1]!)), A);
  let y: tf.Tensor = tf.div(x, tf.add(norms, 1e-7));
  for (let i = 0; i < iterations; i++) {
    const gram = tf.matMul(y, y, false, true);
    const odd = tf.add(tf.mul(gram, B), tf.mul(tf.matMul(gram, gram), C));
    y = tf.matMul(tf.add(odd, identity), y);
  }
  return y;
}

/** A matrix with the running mean of its gradients. */
export interface MuonState {
  /** The parameter, `[rows, columns]`. */
  readonly parameter: tf.Tensor;
  /** Mean of gradients, not normalised. */
  readonly mean: tf.Tensor;
}

/** The directions in which matrices of one shape are moved. */
function directionsOf(matrices: readonly tf.Tensor[], iterations: number): tf.Tensor[] {
  const [rows, columns] = matrices[0].shape, isTall = rows > columns!;
  const turned = (x: tf.Tensor) => isTall ? tf.transpose(x) : x;
  const stacked = tf.concat(matrices.map((x) => tf.expandDims(turned(x))));
  return tf.split(orthogonalize(stacked, iterations), matrices.length)
    .map((x) => turned(tf.squeeze(x, [0])));
}

/**
 * One Muon update of several matrices, with Nesterov momentum.
 *
 * Source: Jordan et al. 2024; the scale of the update from Liu et al. 2025, "Muon is scalable for LLM
 * training".
 *
 * @param states States by the matrix's name.
 * @param gradients Gradients by the same names, already clipped.
 * @param learningRate A scalar.
 */
export function muon(
  states: Readonly<Record<string, MuonState>>,
  gradients: Readonly<Record<string, tf.Tensor>>,
  learningRate: tf.Tensor,
  options: MuonOptions = {},
): Record<string, MuonState> {
  const { momentum = 0.95, weightDecay = 0, iterations = 5 } = options;
  const moved: Record<string, MuonState> = {};
  const means = Object.entries(states).map(([name, { mean }]) =>
    [name, tf.add(tf.mul(mean, momentum), gradients[name])] as const
  );
  for (const group of groupsOf(means)) {
    const directions = directionsOf(
      group.map(([name, mean]) => tf.add(tf.mul(mean, momentum), gradients[name])),
      iterations,
    );
    group.forEach(([name, mean], i) => {
      const { parameter } = states[name];
      const scale = UPDATE_RMS * Math.sqrt(Math.max(...parameter.shape));
      const kept = weightDecay === 0
        ? parameter
        : tf.mul(parameter, tf.sub(1, tf.mul(learningRate, weightDecay)));
      const step = tf.mul(directions[i], tf.mul(learningRate, scale));
      moved[name] = { parameter: tf.sub(kept, step), mean };
    });
  }
  return moved;
}

/** Matrices of one shape, as many as are moved together. */
function groupsOf<T extends readonly [string, tf.Tensor]>(matrices: readonly T[]): T[][] {
  const byShape = Map.groupBy(matrices, ([, { shape }]) => String(shape));
  return [...byShape.values()].flatMap((alike) => {
    const count = Math.max(1, Math.floor(MOST_ELEMENTS / alike[0][1].size));
    const starts = Array.from({ length: Math.ceil(alike.length / count) }, (_, i) => i * count);
    return starts.map((start) => alike.slice(start, start + count));
  });
}
