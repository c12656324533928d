import * as tf from "@tensorflow/tfjs-core";
import { adamw, type AdamWOptions, clipByGlobalNorm } from "../../tensor/optimizers/adamw.ts";
import { muon } from "../../tensor/optimizers/muon.ts";

/** How gradients move the parameters. */
export interface UpdateOptions extends AdamWOptions {
  /** Bound of the global gradient norm. @default {1} */
  readonly clip?: number;
  /**
   * `"muon"` moves the weight matrices of the blocks by Muon and the rest by AdamW; the paper uses
   * `"adamw"` for all.
   *
   * @default {"adamw"}
   */
  readonly optimizer?: "adamw" | "muon";
}

/**
 * Clips gradients by their global norm and moves the state: parameters, what the optimiser keeps and
 * the averages.
 *
 * @param inputs The state and the scalars `learningRate`, `step` and `emaDecay`.
 * @param gradients Gradients by the parameter's name.
 * @param isMuonMatrix Whether Muon moves a parameter, where it is the optimiser.
 * @returns The new state, named `next/…`, and `gradientNorm`, the norm before clipping.
 */
export function updateState(
  inputs: Readonly<Record<string, tf.Tensor>>,
  gradients: Readonly<Record<string, tf.Tensor>>,
  isMuonMatrix: (name: string) => boolean,
  options: UpdateOptions,
): Record<string, tf.Tensor> {
  const { clip = 1, optimizer = "adamw" } = options;
  const names = Object.keys(gradients), { learningRate, step } = inputs;
  const isMatrix = (name: string) => optimizer === "muon" && isMuonMatrix(name);
  const groups = groupsOf(names, (name) => !isMatrix(name) && gradients[name].size <= FEW_ELEMENTS);
  const joined = groups.map((group) => join(group.map((name) => gradients[name])));
  const { norm, factor } = clipByGlobalNorm(joined, clip);
  const outputs: Record<string, tf.Tensor> = { gradientNorm: norm };
  const matrices = names.filter(isMatrix);
  const moved = muon(
    Object.fromEntries(matrices.map((name) => [name, {
      parameter: inputs[`parameter/${name}`],
      mean: inputs[`mean/${name}`],
    }])),
    Object.fromEntries(matrices.map((name) => [name, tf.mul(gradients[name], factor)])),
    learningRate,
    { weightDecay: options.weightDecay },
  );
  for (const [i, group] of groups.entries()) {
    const of = (prefix: string) => join(group.map((name) => inputs[`${prefix}/${name}`]));
    const state = () => ({ parameter: of("parameter"), mean: of("mean"), square: of("square") });
    const next = moved[group[0]] ??
      adamw(state(), joined[i], { learningRate, step, factor }, options);
    const ema = tf.add(
      tf.mul(of("ema"), inputs.emaDecay),
      tf.mul(next.parameter, tf.sub(1, inputs.emaDecay)),
    );
    for (const [prefix, tensor] of Object.entries({ ...next, ema })) {
      const parts = separate(tensor, group.map((name) => gradients[name].shape));
      group.forEach((name, part) => outputs[`next/${prefix}/${name}`] = parts[part]);
    }
  }
  return outputs;
}

/**
 * Elements up to which parameters are moved together: to start an operation on few costs more than the
 * operation.
 */
const FEW_ELEMENTS = 2 ** 14;

/** Names of the parameters that are moved together: all small ones, and each other one alone. */
function groupsOf(names: readonly string[], isSmall: (name: string) => boolean): string[][] {
  const small = names.filter(isSmall), large = names.filter((name) => !isSmall(name));
  return [...(small.length > 0 ? [small] : []), ...large.map((name) => [name])];
}

/** All elements of several tensors, one after the other; a single one as it is. */
function join(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.length === 1 ? tensors[0] : tf.concat(tensors.map((x) => tf.reshape(x, [-1])));
}

/** What {@linkcode join} has joined. */
function separate(joined: tf.Tensor, shapes: readonly number[][]): tf.Tensor[] {
  if (shapes.length === 1) return [joined];
  const parts = tf.split(joined, shapes.map(tf.util.sizeFromShape));
  return parts.map((part, i) => tf.reshape(part, shapes[i]));
}
