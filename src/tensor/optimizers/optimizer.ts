import type * as tf from "@tensorflow/tfjs-core";

/** Constants of optimisers; each reads those that concern it. */
export interface OptimizerOptions {
  /** Decay of AdamW's mean of gradients. @default {0.9} */
  readonly beta1?: number;
  /** Decay of AdamW's mean of squared gradients. @default {0.999} */
  readonly beta2?: number;
  /** Added to AdamW's denominator. @default {1e-8} */
  readonly epsilon?: number;
  /** Decoupled weight decay. @default {0} */
  readonly weightDecay?: number;
}

/** Scalars of an update. */
export interface UpdateScalars {
  /** Learning rate. */
  readonly learningRate: tf.Tensor;
  /** Number of this update, from 1. */
  readonly step: tf.Tensor;
  /** What gradients are to be multiplied by. */
  readonly factor: tf.Tensor;
}

/** What decides how a parameter is moved. */
export interface ParameterRole {
  /** Whether it maps hidden features to hidden features. */
  readonly isMatrix: boolean;
}

/** A parameter with what the optimiser keeps of it, all of one shape. */
export interface OptimizerState {
  /** The parameter. */
  readonly parameter: tf.Tensor;
  /** By the names of {@linkcode Optimizer.keeps}. */
  readonly kept: Readonly<Record<string, tf.Tensor>>;
}

/** A parameter that is to be moved. */
export interface MovedParameter extends OptimizerState, ParameterRole {
  /** Its gradient, not yet clipped. */
  readonly gradient: tf.Tensor;
}

/** How gradients move parameters. */
export interface Optimizer {
  /** Name, as pipeline files have it. */
  readonly name: string;
  /** Names of the tensors that it keeps of a parameter, in the order of checkpoints; 0 at first. */
  keeps(role: ParameterRole): readonly string[];
  /** Whether it moves each element by itself, so that several parameters may be moved as one. */
  isElementwise(role: ParameterRole): boolean;
  /** One update of parameters by name. */
  update(
    parameters: Readonly<Record<string, MovedParameter>>,
    scalars: UpdateScalars,
    options: OptimizerOptions,
  ): Record<string, OptimizerState>;
}
