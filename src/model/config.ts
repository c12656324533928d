import type { LoraConfig } from "./lora/lora_config.ts";

/** What the sizes of every network say, whatever its architecture. */
export interface NetworkConfig {
  /** Name of the architecture. @default {"dit"} */
  readonly architecture?: string;
  /** Number of tokens, mask included. */
  readonly vocab: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of labels; one more stands for "no label". */
  readonly numClasses: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Whether a position sees none after it, as autoregression needs. @default {false} */
  readonly causal?: boolean;
  /**
   * Blocks of a head that judges each token, on top of the last block's output (PRISM).
   *
   * @default {undefined}, no such head
   */
  readonly qualityBlocks?: number;
  /**
   * Whether its last layer tells the labels of a sequence apart, in place of tokens: it predicts what
   * other networks are shown, and is itself always shown "no label".
   *
   * @default {false}
   */
  readonly classifies?: boolean;
  /** Adapters of its linear layers. @default {undefined}, none */
  readonly lora?: LoraConfig;
}
