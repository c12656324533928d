import * as tf from "@tensorflow/tfjs-core";
import { adamw, type AdamWOptions, clipByGlobalNorm } from "../tensor/adamw.ts";
import { muon } from "../tensor/muon.ts";

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

/** Whether Muon moves a parameter: the matrices within the blocks, modulations aside. */
export function isMuonMatrix(name: string): boolean {
  return /^(quality_head\.)?blocks\.\d+\.(attn_qkv|attn_out|mlp\.[02])\.weight$/.test(name);
}

/**
 * Clips gradients by their global norm and moves the state: parameters, what the optimiser keeps and
 * the averages.
 *
 * @param inputs The state and the scalars `learningRate`, `step` and `emaDecay`.
 * @param gradients Gradients by the parameter's name.
 * @returns The new state, named `next/…`, and `gradientNorm`, the norm before clipping.
 */
export function updateState(
  inputs: Readonly<Record<string, tf.Tensor>>,
  gradients: Readonly<Record<string, tf.Tensor>>,
  options: UpdateOptions,
): Record<string, tf.Tensor> {
  const { clip = 1, optimizer = "adamw" } = options;
  const { norm, factor } = clipByGlobalNorm(Object.values(gradients), clip);
  const outputs: Record<string, tf.Tensor> = { gradientNorm: norm };
  const { learningRate, step } = inputs, names = Object.keys(gradients);
  const matrices = optimizer === "muon" ? names.filter(isMuonMatrix) : [];
  const stateOf = (name: string) => ({
    parameter: inputs[`parameter/${name}`],
    mean: inputs[`mean/${name}`],
    square: inputs[`square/${name}`],
  });
  const moved = muon(
    Object.fromEntries(matrices.map((name) => [name, stateOf(name)])),
    Object.fromEntries(matrices.map((name) => [name, tf.mul(gradients[name], factor)])),
    learningRate,
    { weightDecay: options.weightDecay },
  );
  for (const name of names) {
    const next = moved[name] ??
      adamw(stateOf(name), gradients[name], { learningRate, step, factor }, options);
    const ema = tf.add(
      tf.mul(inputs[`ema/${name}`], inputs.emaDecay),
      tf.mul(next.parameter, tf.sub(1, inputs.emaDecay)),
    );
    for (const [prefix, tensor] of Object.entries({ ...next, ema })) {
      outputs[`next/${prefix}/${name}`] = tensor;
    }
  }
  return outputs;
}
