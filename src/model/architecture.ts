import type * as tf from "@tensorflow/tfjs-core";
import type { z } from "zod";
import type { Head } from "../tensor/ops/linear_log_probabilities.ts";
import type { NetworkConfig } from "./config.ts";
import type { Initializer } from "./initializers.ts";

/** Whether a parameter is of the network itself, of a head that judges what it predicts, or of adapters. */
export type ParameterPart = "body" | "head" | "adapter";

/** A parameter of an architecture. */
export interface ParameterSpec {
  /** Name, as checkpoints have it. */
  readonly name: string;
  /** Size of each axis; the weight of a linear layer is `[out, in]`. */
  readonly shape: readonly number[];
  /** Draws its elements. */
  readonly initial: Initializer;
  /** Where it belongs. */
  readonly part: ParameterPart;
  /** Whether it maps hidden features to hidden features, so that Muon may move it. */
  readonly isMatrix: boolean;
}

/** Of which positions a pass gives outputs, and what it goes on from. */
export interface NetworkPart {
  /** int32 `[count]`: the positions, one after the other. */
  readonly positions: tf.Tensor;
  /**
   * What an earlier pass {@linkcode NetworkOutputs.kept} of all positions. The tokens are then those of
   * the part alone, which see themselves and of the others what is kept; `seen` is of what is kept.
   *
   * @default {undefined}, all are computed as far as the part sees them
   */
  readonly kept?: readonly tf.Tensor[];
}

/** What a network is shown. */
export interface NetworkInputs {
  /** int32 `[batch, length]` */
  readonly tokens: tf.Tensor;
  /** int32 `[batch]`; `numClasses` means "no label". */
  readonly labels: tf.Tensor;
  /**
   * int32 `[batch, length]`: 1 at the tokens that others see, 0 at those that fill up a shorter row,
   * for which nothing is predicted.
   *
   * @default {all}
   */
  readonly seen?: tf.Tensor;
  /**
   * The positions whose outputs are asked, of an architecture that
   * {@linkcode Architecture.keptShapes | computes parts}.
   *
   * @default {undefined}, all
   */
  readonly part?: NetworkPart;
  /**
   * float32 `[batch · length, vocab]`, what stands for the tokens where a gradient with respect to them is
   * asked for; not of every network.
   *
   * @default {undefined}, the tokens stand for themselves
   */
  readonly oneHot?: tf.Tensor;
}

/** What a pass through a network gives; what nobody asks for is not computed. */
export interface NetworkOutputs {
  /** The last linear layer, which is yet to be applied to the features of `batch · length` tokens. */
  head(): Head;
  /** Logits `[batch · length, vocab]`, where no tensor holds the weight of that layer. */
  logits?(): tf.Tensor;
  /** Logits `[batch · length]` of the probability that a token is right; not of every network. */
  quality?(): tf.Tensor;
  /**
   * What a later pass through a part of the positions needs of all, where the pass was through a part
   * of which nothing was kept: shapes are {@linkcode Architecture.keptShapes}.
   */
  kept?(): readonly tf.Tensor[];
}

/**
 * Drops elements of what a branch adds to the residual stream.
 *
 * @param x `[batch, …]`
 * @param site One of the architecture's {@linkcode Architecture.dropoutSites}.
 */
export type Dropout = (x: tf.Tensor, site: string) => tf.Tensor;

/** What a pass through a network in training does beside. */
export interface PassOptions {
  /** What drops elements. @default {none} */
  readonly dropout?: Dropout;
  /**
   * Parameters whose gradients are asked for, by name, where the way back computes blocks anew in place
   * of keeping what they computed.
   *
   * @default {undefined}, all is kept
   */
  readonly recomputes?: ReadonlySet<string>;
}

/** What an architecture computes. */
export interface ArchitectureModule<Config extends NetworkConfig = NetworkConfig> {
  /**
   * A pass through a network.
   *
   * @param parameters By the names of the {@linkcode ParameterSpec}s.
   */
  forward(
    parameters: Readonly<Record<string, tf.Tensor>>,
    config: Config,
    inputs: NetworkInputs,
    options?: PassOptions,
  ): NetworkOutputs;
}

/** How the configurations of networks that others published are read. */
export interface PublishedConfig<Config extends NetworkConfig = NetworkConfig> {
  /** Their `model_type`. */
  readonly modelTypes: readonly string[];
  /** Whether a configuration is one of theirs by its other keys. @default {() => false} */
  isOne?(content: Readonly<Record<string, unknown>>): boolean;
  /** Whether what `architectures` names are other networks of the same `model_type`. @default {() => false} */
  excludes?(classes: readonly unknown[]): boolean;
  /** Which networks these are, for messages. */
  readonly networks: string;
  /** Schema of the keys that are read; its messages follow the name of the key. */
  readonly schema: z.ZodObject;
  /** The sizes that keys of that schema give. */
  sizes(content: Readonly<Record<string, unknown>>): Config;
  /** What keys of that schema say of the training, as checkpoints of this project do. */
  training?(content: Readonly<Record<string, unknown>>): Readonly<Record<string, string>>;
  /** Keys that decide nothing; readers hear of any other. @default {those that the schema lacks} */
  readonly passedOver?: readonly string[];
}

/** A kind of network: all that the rest of the project knows of it. */
export interface Architecture<Config extends NetworkConfig = NetworkConfig> {
  /** Name, as `architecture` of a checkpoint's sizes has it. */
  readonly name: string;
  /** Schema of the sizes in a checkpoint; its messages follow the name of the size. */
  readonly schema: z.ZodObject;
  /** Configurations of published networks of this kind, where they have keys of their own. */
  readonly published?: PublishedConfig<Config>;
  /**
   * Sizes that a pipeline file gives a new network; what the network can do without is optional, and
   * none has a default, which networks of other kinds would get, too. A name that other kinds have
   * means the same there: it has the same schema.
   */
  readonly sizes: Readonly<Record<string, z.ZodType>>;
  /** A size that contradicts others, with a message that follows its name. */
  contradiction?(
    sizes: Partial<Config>,
  ): { readonly size: string; readonly message: string } | undefined;
  /** What a pass gives. @default {() => ["head"]} */
  outputs?(config: Config): readonly (keyof NetworkOutputs)[];
  /**
   * Whether it tells positions by their distance, so that it works at any length, or by what it has
   * learned of each.
   */
  readonly positions: "relative" | "learned";
  /** Parameters in the order of checkpoints. */
  parameters(config: Config): ParameterSpec[];
  /** Layers of a block that can have adapters, by the last part of their names. @default {[]} */
  readonly adaptable?: readonly string[];
  /** Whether a checkpoint may hold a tensor of this name that follows from the sizes and is not read. */
  isDerived?(name: string): boolean;
  /** Whether a pass can compute with matrices of 4-bit elements. @default {false} */
  readonly computesQuantized?: boolean;
  /** Whether its networks can classify sequences, and take them as `oneHot`. @default {false} */
  readonly classifies?: boolean;
  /** Whether the way back can compute blocks anew. @default {false} */
  readonly recomputes?: boolean;
  /**
   * Shapes of what passes keep of one sequence; only architectures that compute a part of the positions
   * have it.
   */
  keptShapes?(config: Config): readonly (readonly number[])[];
  /** Where elements are dropped in training, with the shape of what one sequence has there. */
  dropoutSites(config: Config): Readonly<Record<string, readonly number[]>>;
  /**
   * Floating-point operations of the matrix products of a forward pass of one sequence; `undefined`
   * where sizes that decide it are missing.
   */
  passOperations(config: Partial<Config>): number | undefined;
  /** Imports what it computes, which takes longer than all else and is often not needed. */
  load(): Promise<ArchitectureModule<Config>>;
}
