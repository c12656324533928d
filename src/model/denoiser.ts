import type { Program } from "../tensor/engines/engine.ts";
import { engineOf } from "../tensor/engines/engines.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import type { NetworkConfig } from "./config.ts";
import { forwardSource } from "./forward.ts";
import { loadNetwork } from "./network.ts";
import { countParameters, type Parameters } from "./parameters.ts";

/** Options for {@linkcode createDenoiser}. */
export interface DenoiserOptions extends EngineOptions {
  /** Most rows evaluated at once. @default {256} */
  readonly maxRows?: number;
}

/** Logits and quality of some rows; the next call reuses the arrays. */
export interface JudgedLogits {
  /** `[rows, length, vocab]` */
  readonly logits: Float32Array;
  /** Logits `[rows, length]` of the probability that a token is right. */
  readonly quality: Float32Array;
}

/** A network, ready to run, that maps tokens and labels to logits. */
export interface CompiledDenoiser {
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of tokens, mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Label that means "no label". */
  readonly noLabel: number;
  /** Whether a position sees none after it, as only `ar` can sample. @default {false} */
  readonly causal?: boolean;
  /**
   * Evaluates the network.
   *
   * @param tokens `[rows, length]`
   * @param labels `[rows]`
   * @returns Logits `[rows, length, vocab]`; the next call reuses the array.
   */
  evaluate(tokens: Int32Array, labels: Int32Array, rows: number): Promise<Float32Array>;
  /** Evaluates the network with its quality head, where it has one. */
  evaluateWithQuality?(
    tokens: Int32Array,
    labels: Int32Array,
    rows: number,
  ): Promise<JudgedLogits>;
  /** Frees the compiled programs. */
  release(): Promise<void>;
}

/** Prepares a network for evaluation; it is compiled when it is first used. */
export function createDenoiser(
  parameters: Parameters,
  config: NetworkConfig,
  options: DenoiserOptions = {},
): CompiledDenoiser {
  const { maxRows = 256, threads } = options, engine = engineOf(options.engine);
  const isPacked = countParameters(parameters) <= engine.constants.most;
  const weights = isPacked
    ? {}
    : Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, data]));
  let program: Promise<Program> | undefined;
  const { length, vocab, qualityBlocks } = config;
  let logits = new Float32Array(0), quality = new Float32Array(0);
  const evaluate = async (tokens: Int32Array, labels: Int32Array, rows: number) => {
    program ??= loadNetwork(config).then((network) =>
      engine.prepare(forwardSource(network, parameters, { isPacked }), { threads })
    );
    const { bind } = await program;
    if (logits.length < rows * length * vocab) logits = new Float32Array(rows * length * vocab);
    if (quality.length < rows * length) quality = new Float32Array(rows * length);
    for (let start = 0; start < rows; start += maxRows) {
      const size = Math.min(maxRows, rows - start);
      const bound = bind({
        inputs: {
          ...weights,
          tokens: tokens.subarray(start * length, (start + size) * length),
          labels: labels.subarray(start, start + size),
        },
        outputs: {
          logits: logits.subarray(start * length * vocab, (start + size) * length * vocab),
          quality: quality.subarray(start * length, (start + size) * length),
        },
      }, size);
      try {
        await bound.run();
      } finally {
        bound.release();
      }
    }
    return {
      logits: logits.subarray(0, rows * length * vocab),
      quality: quality.subarray(0, rows * length),
    };
  };
  const denoiser: CompiledDenoiser = {
    length,
    vocab,
    maskId: config.maskId,
    noLabel: config.numClasses,
    causal: config.causal,
    evaluate: async (tokens, labels, rows) => (await evaluate(tokens, labels, rows)).logits,
    async release() {
      await (await program)?.release();
      program = undefined;
    },
  };
  return qualityBlocks === undefined ? denoiser : { ...denoiser, evaluateWithQuality: evaluate };
}
