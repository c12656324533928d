import type * as tf from "@tensorflow/tfjs-core";
import type { ParameterPart } from "../../model/architecture.ts";
import type { RandomStream } from "../../random/mod.ts";
import type { Elements } from "../../tensor/graph/bound_arrays.ts";
import type { TensorSpec } from "../../tensor/graph/graph.ts";
import type { Shown } from "../process/shown.ts";
import type { Prediction } from "./losses/prediction.ts";

/** What an objective must know of the sequences. */
export interface SequenceFacts {
  /** Number of tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Id of the token that fills up sequences. @default {undefined}, none does */
  readonly padId?: number;
  /** Whether sequences begin with tokens that are given. */
  readonly prompted: boolean;
}

/** Which pass through the network is meant. */
export interface PassOptions {
  /**
   * Number of the pass, from 0, below the objective's {@linkcode Objective.passes}: each drops
   * elements of its own where training drops some.
   */
  readonly pass: number;
}

/** The network that is trained, for one batch and its labels. */
export interface TrainedNetwork {
  /** Maps tokens int32 `[batch, length]` to logits `[batch · length, vocab]`. */
  logits(tokens: tf.Tensor, options: PassOptions): tf.Tensor;
  /** Maps tokens int32 `[batch, length]` to what the network predicts, a `maskId` ruled out. */
  predict(tokens: tf.Tensor, options: PassOptions & { readonly maskId?: number }): Prediction;
  /** Maps tokens to the quality head's logits `[batch · length]`; nothing is dropped. */
  quality(tokens: tf.Tensor): tf.Tensor;
}

/** What a batch is made from. */
export interface CleanBatch {
  /** Number of sequences. */
  readonly batchSize: number;
  /** Clean tokens, `[batch, length]`. */
  readonly x0: Int32Array;
  /** Tokens of each sequence that are given and carry no loss, `[batch]`; none if left out. */
  readonly promptLengths?: Int32Array;
  /** Labels of the sequences, `[batch]`, those that the network is not shown as well. */
  readonly labels?: Int32Array;
  /** Number of the step, from 1. */
  readonly step: number;
  /**
   * Whether the losses of positions are scaled, so that their mean over all is the mean over those that
   * count; a bound on a likelihood is a sum and wants them as they are.
   *
   * @default {true}
   */
  readonly scaled?: boolean;
}

/** Elements of the tensors of a batch by name. */
export type BatchTensors = Readonly<Record<string, Elements>>;

/** What a network is trained for: how batches are corrupted and what is minimised. */
export interface Objective {
  /** Name, as histories and checkpoints carry it. */
  readonly name: string;
  /** What it shows the network; a sampler that draws from the network must show it the same. */
  readonly shows: Shown;
  /** Whether the network is never shown a label, being trained to tell them. @default {false} */
  readonly hidesLabels?: boolean;
  /** Facts that a checkpoint carries besides the name. @default {{}} */
  readonly facts?: Readonly<Record<string, string>>;
  /** Tensors that the loss reads, beside `x0` int32 `[batch, length]` and the labels. */
  specs(batchSize: number, length: number): Record<string, TensorSpec>;
  /** Fills those tensors for a batch. */
  fill(batch: CleanBatch, arrays: BatchTensors, stream: RandomStream): void;
  /**
   * Losses of each position `[batch · length]`, or of each sequence `[batch]`, by name; the sum of their
   * means is minimised.
   */
  losses(
    network: TrainedNetwork,
    inputs: Readonly<Record<string, tf.Tensor>>,
  ): Record<string, tf.Tensor>;
  /** Passes through the network that the loss takes, its quality aside. @default {1} */
  readonly passes?: number;
  /** The part of the network that training moves; the other stays as it is. @default {both} */
  readonly trains?: ParameterPart;
  /**
   * The objective that training judges held-out data by: a bound on the negative log-likelihood where
   * what is trained has one.
   */
  readonly heldOut: Objective;
  /**
   * The objective whose loss bounds the negative log-likelihood of held-out data.
   *
   * @default {heldOut}
   */
  readonly bound?: Objective;
  /**
   * Whether the loss is the negative log-likelihood itself and leaves nothing to chance.
   *
   * @default {false}
   */
  readonly isExact?: boolean;
  /** Whether the loss of a position is that of the token after it. @default {false} */
  readonly predictsNext?: boolean;
}
